//! Any input gives a document whose parts fit together.

use proptest::prelude::*;

use super::*;

/// Spans lie on characters, blocks and sections stand in order, sections nest.
fn check(document: &Document) {
    let folded = document.folded_text();
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.folded.start >= last && folded.get(block.folded.start..block.folded.end).is_some());
        assert!(document.text.get(block.span.start..block.span.end).is_some());
        last = block.folded.end;
    }
    let mut stack: Vec<usize> = Vec::new();
    let mut start = 0;
    for (at, section) in document.sections.iter().enumerate() {
        for span in [section.heading, section.name, section.span, section.body] {
            assert!(span.start <= span.end && folded.get(span.start..span.end).is_some(), "{span:?}");
        }
        assert!(
            section.span.contains(section.heading)
                && section.span.contains(section.body)
                && section.heading.contains(section.name)
        );
        assert!(section.body.start >= section.heading.end || section.body.is_empty());
        assert!(section.span.start >= start, "reading order");
        start = section.span.start;
        while stack.last().is_some_and(|top| Some(*top) != section.parent) {
            let closed = stack.pop().unwrap();
            assert!(document.sections[closed].span.end <= section.span.start, "siblings do not overlap");
        }
        if let Some(parent) = section.parent {
            assert!(parent < at && document.sections[parent].span.contains(section.span), "children lie inside");
        }
        assert_eq!(section.level as usize, stack.len() + 1);
        stack.push(at);
    }
    let spans: Vec<Span> = document.sections.iter().map(|section| section.span).collect();
    for offset in spans.iter().take(20).flat_map(|span| [span.start, span.start + 1, span.end, span.end + 1]) {
        let holds = |span: &Span| {
            span.holds(offset) || (span.start <= offset && span.end == offset && span.end == document.body.end)
        };
        assert_eq!(document.section_at(offset), spans.iter().rposition(holds), "the innermost section at {offset}");
    }
    assert!(folded.get(document.body.start..document.body.end).is_some());
    for found in [
        document.identity.title.as_ref().map(|f| f.span),
        document.identity.issuer.as_ref().map(|f| f.span),
        document.identity.report_year.as_ref().map(|f| f.span),
        document.identity.published.as_ref().map(|f| f.span),
        document.identity.signed.as_ref().map(|f| f.span),
    ]
    .into_iter()
    .flatten()
    {
        assert!(folded.get(found.start..found.end).is_some(), "{found:?}");
    }
}

/// Pieces that the parts of real pages are made of.
const PIECES: &[&str] = &[
    "青溪县人民政府",
    "关于2023年",
    "法治政府建设",
    "情况的报告",
    "年度报告",
    "的通知",
    "政策解读",
    "首页 > 政务公开",
    "发布日期：",
    "2024- 02- 05",
    "来源：",
    "浏览次数：",
    "打印本页 关闭窗口",
    "索引号",
    "一、",
    "二、",
    "三.",
    "十一、",
    "（一）",
    "(二)",
    "（三）、",
    "1.",
    "2、",
    "1.5万件",
    "（1）",
    "①",
    "②",
    "一是",
    "二是",
    "三是",
    "第一，",
    "第一部分",
    "主要举措和成效",
    "存在的问题",
    "及下一步打算",
    "第一责任人职责",
    "2024年工作安排",
    "加强领导",
    "，",
    "。",
    "；",
    "：",
    "、",
    "“",
    "”",
    "《",
    "》",
    "\n",
    "\n\n",
    "\r\n",
    "　　",
    "## ",
    "| ",
    "二〇二四年二月八日",
    "2024年2月8日",
    "（",
    "）",
    "〔2024〕",
    "20212025年",
    "現將有關情況報告如下：",
    "各乡镇人民政府：",
    "a",
    " ",
    "\u{feff}",
    "坚持以习近平法治思想为指导，全面推进依法行政，办理各类案件1200件，群众满意度明显提高。",
];

proptest! {
    #[test]
    fn any_text_gives_a_document(text in "\\PC{0,200}") {
        check(&document(&text));
    }

    #[test]
    fn text_made_of_the_marks_of_reports_gives_a_document(text in "[一二三十第其是（）()0-9.、，。；：①②⑴⒈㈠\n 年月日部分—《》“”]{0,160}") {
        check(&document(&text));
    }

    #[test]
    fn cut_up_pages_give_a_document(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80)) {
        check(&document(&pieces.concat()));
    }

    #[test]
    fn drafts_with_wrong_runs_give_a_document(text in "[一二。、（）a\n]{0,20}", runs in prop::collection::vec((0usize..80, 0usize..80, prop::option::of("[一、&a]{0,3}")), 0..8)) {
        let block = |(start, end, decoded): (usize, usize, Option<String>)| DraftBlock { runs: vec![DraftRun { span: Span::new(start, end), decoded }], hint: Hint::None };
        let mut draft = Draft { text, blocks: runs.into_iter().map(block).collect(), ..Draft::default() };
        draft.blocks.sort_by_key(|block| block.runs[0].span.start);
        let document = build(draft, "", reading());
        prop_assert!(document.sections.len() <= document.folded_text().len() + 1);
    }
}

#[test]
fn reports_of_one_endless_paragraph_are_read_in_linear_time() {
    let mut text = String::from("青溪县2023年法治政府建设年度报告\n");
    for n in 0..20_000 {
        text.push_str(["一是加强领导，", "二是加强培训；", "（一）推进工作。", "①办理", "1.开会。"][n % 5]);
    }
    let started = std::time::Instant::now();
    check(&document(&text));
    assert!(started.elapsed().as_secs() < 5, "{:?}", started.elapsed());
}
