//! Messages with placeholders, checked when the rule loads.

/// A message in parts.
#[derive(Debug, Clone, Default)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Text(String),
    Value(String),
}

impl Template {
    /// Reads `文字{名称}文字`.
    ///
    /// # Errors
    /// The first placeholder that is not among the known, or a brace left open.
    pub fn parse(written: &str, known: &[&str]) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = written;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|at| open + at) else {
                return Err("花括号“{”没有配对的“}”".to_owned());
            };
            let name = &rest[open + 1..close];
            if !known.contains(&name) {
                let names = known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join("、");
                return Err(format!("没有占位符“{{{name}}}”，此处可用：{names}"));
            }
            parts.push(Part::Text(rest[..open].to_owned()));
            parts.push(Part::Value(name.to_owned()));
            rest = &rest[close + 1..];
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Template { parts })
    }

    /// Fills the placeholders.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let text = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Value(name) => value(name).unwrap_or_default(),
        };
        self.parts.iter().map(text).collect()
    }

    /// The message as written.
    pub fn written(&self) -> String {
        let text = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Value(name) => format!("{{{name}}}"),
        };
        self.parts.iter().map(text).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_what_it_knows_and_refuses_what_it_does_not() {
        let template = Template::parse("“{match}”应为{expected}", &["match", "expected"]).unwrap();
        assert_eq!(template.fill(|name| Some(name.to_uppercase())), "“MATCH”应为EXPECTED");
        assert_eq!(template.written(), "“{match}”应为{expected}");
        assert!(Template::parse("{oops}", &["match"]).unwrap_err().contains("oops"));
        assert!(Template::parse("{match", &["match"]).is_err());
    }
}
