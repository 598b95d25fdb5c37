//! The HTML report: safe to open, right in what it marks, and usable in a browser.

use base64::Engine;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::browser::Browser;
use super::desk::{Desk, out};
use super::support::root;

/// Everything that could break out of a page, and characters outside the usual plane.
const HOSTILE: &str = "云溪县人民政府关于2023年法治政府建设情况的报告\n\
    一、主要举措和成效<script>alert(1)</script>\n\
    截止年底，𠮷林路“<img src=x onerror=alert(2)>办结&amp;行政复议案件××件😀'\"。\n\
    <!-- --><style>*{display:none}</style></main>布署完毕。\n";

fn page(desk: &Desk, arguments: &[&str]) -> String {
    out(&desk.run(&[&["check", "-f", "html"], arguments].concat())).to_owned()
}

/// The text between two strings, the first time they occur.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("no {from}")) + from.len();
    &text[start..start + text[start..].find(to).unwrap_or_else(|| panic!("no {to}"))]
}

#[test]
fn nothing_of_a_draft_becomes_markup() {
    let desk = Desk::new().with("a\"><b>&'.txt", HOSTILE);
    let page = page(&desk, &["."]);
    for markup in ["<script>alert", "<img", "<!-- --", "a\"><b>&", "</main>布"] {
        assert!(!page.contains(markup), "{markup}");
    }
    assert!(page.contains("&lt;img src=x onerror=alert(2)&gt;"), "the text is not there");
    assert_eq!((page.matches("<script").count(), page.matches("<style").count()), (1, 1));
}

#[test]
fn the_policy_allows_the_pages_own_style_and_script_and_nothing_else() {
    let desk = Desk::new().with("a.txt", HOSTILE);
    let page = page(&desk, &["a.txt"]);
    let hash = |text: &str| base64::prelude::BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()));
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script>", "</script>"));
    assert_eq!(
        between(&page, "Content-Security-Policy\" content=\"", "\""),
        format!(
            "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
        )
    );
    let tags: Vec<&str> =
        page.split('<').filter(|tag| !tag.starts_with('/')).map(|tag| tag.split('>').next().unwrap_or("")).collect();
    for tag in tags {
        let runs = tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('='));
        assert!(!runs && !tag.contains(" style=") && !tag.contains(" src="), "<{tag}>");
    }
    assert!(!page.contains("http:") && !page.contains("https:"), "the page names the network");
}

#[test]
fn several_files_are_listed_on_top_and_every_link_leads_somewhere() {
    let desk = Desk::new().with("甲.txt", HOSTILE).with("乙.txt", HOSTILE);
    let page = page(&desk, &[".", "missing.txt"]);
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or("")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "a name is used twice");
    let links: Vec<&str> = page.split(" href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap_or("")).collect();
    assert!(links.len() > 20);
    for link in links {
        assert!(ids.binary_search(&link).is_ok(), "#{link} leads nowhere");
    }
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("missing.txt") < at("<table class=\"index\">") && at("甲.txt") < at("<article"));
}

#[test]
fn an_earlier_page_is_written_over_and_not_checked() {
    let desk = Desk::new().with("a.txt", HOSTILE);
    for _ in 0..2 {
        desk.run(&["check", ".", "-o", "html:a.html", "-o", "markdown:a.md"]);
    }
    let told = desk.run(&["check", ".", "-o", "markdown:a.md"]);
    assert!(String::from_utf8_lossy(&told.stderr).contains("跳过 2 个由 gangyao 生成的文件"));
    let json: Value =
        serde_json::from_str(out(&desk.run(&["check", ".", "-f", "json", "-o", "markdown:a.md"]))).expect("JSON");
    let paths: Vec<&Value> = json["files"].as_array().expect("a list").iter().map(|file| &file["path"]).collect();
    assert_eq!(paths, ["a.txt"]);
}

/// Puts a sample's page where a browser finds it.
fn opened(browser: &mut Browser, desk: &Desk, sample: &str) -> Value {
    let path = root().join(sample).display().to_string();
    let json = desk.run(&["check", &path, "-f", "json", "-o", "html:page.html"]);
    browser.go(&format!("file://{}", desk.path().join("page.html").display()));
    serde_json::from_str(out(&json)).expect("one JSON document")
}

#[test]
fn marks_in_the_browser_are_the_words_of_the_findings() {
    let Some(mut browser) = Browser::open("marks_in_the_browser_are_the_words_of_the_findings") else { return };
    let desk = Desk::new();
    for sample in ["reports/flawed/draft-left.txt", "reports/good/department.md", "reports/flawed/hollow.txt"] {
        let json = opened(&mut browser, &desk, sample);
        let findings = json["files"][0]["findings"].as_array().expect("a list").clone();
        // The words of a finding are the pieces from its anchor on, as many characters as it has.
        let words = browser.run(
            "return [...document.querySelectorAll('.finding')].map(note => {
               const anchor = document.getElementById(note.querySelector('h4 a').hash.slice(1));
               const range = document.createRange();
               range.setStartAfter(anchor);
               range.setEndAfter(anchor.closest('p'));
               return [note.dataset.severity, range.toString()];
             })",
        );
        let words = words.as_array().expect("a list").clone();
        assert_eq!(words.len(), findings.len(), "{sample}");
        for (shown, finding) in words.iter().zip(&findings) {
            let excerpt = finding["excerpt"].as_str().expect("text").trim_end_matches('…');
            let excerpt = if sample.ends_with(".md") { excerpt.replace(['*', '|'], "") } else { excerpt.to_owned() };
            let first: String = excerpt.chars().take_while(|c| *c != ' ').collect();
            assert_eq!(shown[0], finding["severity"], "{sample}: {finding}");
            assert!(shown[1].as_str().expect("text").starts_with(&first), "{sample}: {shown} is not {first}");
        }
    }
}

#[test]
fn the_page_can_be_clicked_through() {
    let Some(mut browser) = Browser::open("the_page_can_be_clicked_through") else { return };
    let desk = Desk::new();
    browser.look(1280, "light");
    opened(&mut browser, &desk, "reports/flawed/draft-left.txt");
    browser.run("document.documentElement.style.scrollBehavior = 'auto'");
    let shown = "return [...document.querySelectorAll('.finding')].filter(note => note.offsetParent).length";
    assert_eq!(browser.run(shown), 24);
    browser.click("input[data-severity=warning]");
    assert_eq!(browser.run(shown), 12);
    assert_eq!(browser.run("return document.getElementById('where').textContent"), "共 12 处");
    browser.click("input[data-severity=warning]");
    assert_eq!(browser.run(shown), 24);

    browser.click(".outline .level-1:last-of-type a, .outline li:nth-last-child(4) a");
    let target = "const it = document.querySelector(':target').closest('p'); const at = it.getBoundingClientRect();
                  return [it.textContent, at.top >= 0 && at.bottom <= innerHeight]";
    assert_eq!(browser.run(target), serde_json::json!(["四、2024年工作安排", true]));

    browser.click("mark.error a");
    let lit = "return [...document.querySelectorAll('.lit')].map(element => element.tagName + ' ' + element.className)";
    assert_eq!(browser.run(lit), serde_json::json!(["MARK error lit", "SECTION finding error lit"]));
    browser.press("j");
    assert_eq!(browser.run("return document.getElementById('where').textContent"), "2 / 24");
    browser.press("k");
    browser.press("k");
    assert_eq!(browser.run("return document.getElementById('where').textContent"), "24 / 24");
    browser.click(".requirements .sentence a");
    assert_eq!(browser.run("return document.querySelector(':target').nextElementSibling.className"), "shown");
}

/// Text whose contrast with what lies behind it is below 4.5 (WCAG AA), as tag, class and ratio.
const FAINT: &str = "
  const channel = c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !element.offsetParent) continue;
    const [a, b] = [luminance(parse(getComputedStyle(element).color)), luminance(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...faint];";

#[test]
fn the_page_fits_wide_and_narrow_windows_in_light_and_dark() {
    let Some(mut browser) = Browser::open("the_page_fits_wide_and_narrow_windows_in_light_and_dark") else { return };
    let desk = Desk::new();
    let pictures = root().join("target/html_page");
    std::fs::create_dir_all(&pictures).expect("target can be written");
    for sample in ["reports/flawed/draft-left.txt", "reports/good/web-page.txt"] {
        opened(&mut browser, &desk, sample);
        for (width, scheme) in [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")] {
            browser.look(width, scheme);
            let case = format!("{sample} {width} {scheme}");
            assert_eq!(browser.run("return document.documentElement.scrollWidth"), width, "{case} is too wide");
            assert_eq!(browser.run(FAINT), serde_json::json!([]), "{case}");
            let widest = browser.run(
                "return Math.max(...[...document.querySelectorAll('.text p.body')].map(p =>
                   p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))",
            );
            assert!(widest.as_f64().is_some_and(|widest| widest <= 42.0), "{case}: {widest} characters a line");
            let beside = "const note = document.querySelector('.finding').getBoundingClientRect();
                          const text = document.querySelector('.noted p').getBoundingClientRect();
                          return note.left >= text.right";
            assert_eq!(browser.run(beside), width > 400, "{case}: notes in the margin only where there is one");
            browser.run("document.querySelector('.reading').scrollIntoView()");
            let name = format!("{}-{width}-{scheme}.png", sample.replace(['/', '.'], "-"));
            std::fs::write(pictures.join(name), browser.picture()).expect("target can be written");
        }
    }
}

#[test]
fn the_page_is_complete_without_its_script() {
    let Some(mut browser) = Browser::open("the_page_is_complete_without_its_script") else { return };
    let desk = Desk::new();
    browser.devtools("Emulation.setScriptExecutionDisabled", &serde_json::json!({"value": true}));
    opened(&mut browser, &desk, "reports/flawed/draft-left.txt");
    let state = browser.run(
        "return [document.getElementById('tools').offsetParent === null, document.querySelectorAll('.finding').length]",
    );
    assert_eq!(state, serde_json::json!([true, 24]));
}
