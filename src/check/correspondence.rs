//! `correspondence`: what one part names, another must take up: each problem an answer in the plan.

use serde::Deserialize;

use super::evidence::{lead, name};
use super::link::{Linker, Topic};
use super::{Context, Hits, Kind, Scope, Span};
use crate::document::Role;
use crate::text::located::Located;

/// Items and where they must be taken up.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correspondence {
    /// Where they must be taken up.
    to: Target,
    /// By what the two are compared.
    #[serde(rename = "by")]
    _by: By,
    #[serde(skip)]
    role: Option<Role>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Target {
    #[schemars(with = "String")]
    role: Located<String>,
}

#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// The topics of the pack.
    Topics,
}

impl Kind for Correspondence {
    fn link(&mut self, linker: &mut Linker<'_>) {
        self.role = linker.role(&self.to.role);
    }

    fn placeholders(&self) -> &'static [&'static str] {
        &["item", "topics"]
    }

    fn run(&self, cx: &Context<'_>, scopes: &[Scope], hits: &mut Hits) {
        let Some(role) = &self.role else { return };
        let targets = cx.sections_of(role);
        let Some(first) = targets.first() else { return };
        let answers: Vec<Span> = targets.iter().map(|id| cx.document.sections[*id].span).collect();
        let heading = cx.document.sections[*first].heading;
        for scope in scopes {
            // A merged section answers itself; nothing can be told apart there.
            if answers.iter().any(|answer| answer.contains(scope.span)) {
                continue;
            }
            let named: Vec<&Topic> = cx.names.topics.iter().filter(|topic| is_named(cx, topic, scope.span)).collect();
            if named.is_empty() {
                hits.unjudged.push((
                    lead(cx, scope),
                    format!("看不出问题“{}”属于哪一主题，未与下一年度安排核对", name(cx, scope)),
                ));
            } else if !named.iter().any(|topic| answers.iter().any(|answer| is_named(cx, topic, *answer))) {
                let titles: Vec<&str> = named.iter().map(|topic| topic.title.as_str()).collect();
                hits.at(lead(cx, scope))
                    .with("item", name(cx, scope))
                    .with("topics", titles.join("、"))
                    .of_section(scope.section)
                    .related(heading, "应在此部分作出安排");
            }
        }
    }
}

fn is_named(cx: &Context<'_>, topic: &Topic, within: Span) -> bool {
    topic.terms.occurs(cx, within)
}
