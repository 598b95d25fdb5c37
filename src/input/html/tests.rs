use super::*;
use crate::document::Hint;
use crate::input::runs::shown;

fn blocks(page: &str) -> Vec<(String, Hint)> {
    let joined = |block: DraftBlock| (block.runs.iter().map(|run| shown(page, run)).collect(), block.hint);
    blocks_of(page).unwrap().into_iter().map(joined).collect()
}

fn texts(page: &str) -> Vec<String> {
    blocks(page).into_iter().map(|(text, _)| text).collect()
}

/// The blocks that are not furniture.
fn report(page: &str) -> Vec<String> {
    blocks(page).into_iter().filter(|(_, hint)| *hint != Hint::Furniture).map(|(text, _)| text).collect()
}

/// A sentence long enough to count as prose.
const PROSE: &str =
    "全县各级行政机关深入推进依法行政，全年办理行政复议案件12件，行政机关负责人出庭应诉率达到百分之百。";

#[test]
fn formatting_does_not_part_a_word() {
    assert_eq!(texts("<p>全县<b>高度</b><!-- 批 -->重<a name=x></a>视</p>"), ["全县高度重视"]);
}

#[test]
fn paragraphs_may_be_parted_by_br_and_left_open() {
    assert_eq!(texts("<div>甲<br>\n乙<BR/>丙</div><p>丁<p>戊<li>己<li>庚"), ["甲", "乙", "丙", "丁", "戊", "己", "庚"]);
}

#[test]
fn empty_paragraphs_are_none() {
    assert_eq!(texts("<p>&nbsp;</p><p>\u{3000}&ensp;</p><p>&nbsp;&nbsp;甲</p>"), ["甲"]);
}

#[test]
fn scripts_styles_templates_and_hidden_elements_are_no_text() {
    let page = "<head><title>题</title><style>p{}</style></head><body><script>'<p>甲</p>'</script><template><p>乙</p></template>\
        <noscript>丙</noscript><textarea>丁</textarea><p hidden>戊</p><div style='Display : None'>己<p>庚</div><p>辛</p>";
    assert_eq!(texts(page), ["辛"]);
}

#[test]
fn an_article_that_a_script_will_show_is_read() {
    let page = format!("<p>加载中</p><div id=c style='display:none'><p>{PROSE}</p></div>");
    assert_eq!(texts(&page), ["加载中", PROSE]);
}

#[test]
fn tables_of_figures_are_read_row_by_row() {
    let page = "<table><tr><th>项目</th><th>数量</th></tr><tr><td><p>复议</p></td><td><b>1</b>2<br>件</td></tr><tr><td></td><td>&nbsp;</td></tr></table>";
    let rows = ["项目|数量", "复议|12 件"].map(|row| (row.to_owned(), Hint::TableRow));
    assert_eq!(blocks(page), rows);
}

#[test]
fn tables_for_layout_are_not() {
    let page = format!(
        "<table><tr><td>左</td><td><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}</p></td></tr></table>"
    );
    assert!(blocks(&page).iter().all(|(_, hint)| *hint != Hint::TableRow));
    let nested = "<table><tr><td>左</td><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>";
    assert_eq!(texts(nested), ["左", "甲|乙"]);
}

#[test]
fn headings_keep_their_depth() {
    assert_eq!(blocks("<h2>一、<span>概况</span></h2><p>甲</p>")[0], ("一、概况".to_owned(), Hint::Heading(2)));
}

#[test]
fn preformatted_lines_are_blocks() {
    assert_eq!(texts("<pre>甲\n  乙\r\n\n丙</pre>"), ["甲", "乙", "丙"]);
}

#[test]
fn navigation_and_footer_are_furniture_and_kept() {
    let page = format!(
        "<div class=nav><a>首页</a><a>政务公开</a></div><div id=zoom><p>一、概况</p><p>{PROSE}</p></div><div>版权所有：某县</div>"
    );
    assert_eq!(report(&page), ["一、概况", PROSE]);
    assert_eq!(blocks(&page).len(), 4);
}

#[test]
fn the_title_above_the_body_is_no_furniture() {
    let page = format!(
        "<div class=top>某县人民政府网欢迎您。</div><div class=article-title>某县报告</div><p>发布时间：2024-01-02</p><div id=zoom><p>{PROSE}</p></div>"
    );
    assert_eq!(report(&page), ["某县报告", "发布时间：2024-01-02", PROSE]);
}

#[test]
fn a_body_without_a_known_name_is_found_by_its_text() {
    let page = format!(
        "<body><div class=x><p>欢迎来到本站。</p></div><div class=y><div><p>一、甲</p><p>{PROSE}</p><p>二、乙</p><p>{PROSE}</p></div></div><div>地址：一号。</div></body>"
    );
    assert_eq!(report(&page), ["一、甲", PROSE, "二、乙", PROSE]);
}

#[test]
fn sections_in_containers_of_their_own_are_all_body() {
    let page = format!(
        "<div class=y><div><p>一、甲</p><p>{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}{PROSE}</p></div><div><p>二、乙</p><p>{PROSE}</p></div></div>"
    );
    assert_eq!(report(&page).len(), 4);
}

#[test]
fn a_link_within_the_body_is_text_and_links_after_it_are_not() {
    let page = format!("<div id=zoom><p>{PROSE}</p><p><a>全文</a></p><p>{PROSE}</p><p><a>附件.docx</a></p></div>");
    assert_eq!(report(&page), [PROSE, "全文", PROSE]);
}

#[test]
fn deep_nesting_costs_no_more_than_its_length() {
    let page = format!("{}{PROSE}{}", "<div><p><b><li>".repeat(40_000), "</div></b></table></p>".repeat(40_000));
    assert_eq!(texts(&page), [PROSE]);
}

#[test]
fn a_tag_that_never_ends_is_survived() {
    assert_eq!(texts("<p>甲</p><p class=\"乙"), ["甲"]);
    assert_eq!(texts("<p>甲<!-- 乙"), ["甲"]);
}
