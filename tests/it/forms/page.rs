//! Reports as web pages, built as government sites build them.

use std::fmt::Write as _;

use super::{assert_same, plain_samples};
use crate::support::{check, check_bytes};

/// A page around a report. `title` and `body` are markup.
fn page(charset: &str, title: &str, byline: &str, body: &str) -> String {
    format!(
        r##"<!DOCTYPE html>
<html lang="zh-CN"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>法治政府建设年度报告 - 云溪县人民政府</title>
<style>.TRS_Editor p {{ text-indent: 2em; }} /* 高度重视 */</style>
<script>var a = "<p>本页使用脚本。</p>"; if (1 < 2) {{ document.write("首页"); }}</script>
</head>
<body onload="init()">
<div class="top"><a href="/">网站首页</a> | <a href="/wza">无障碍浏览</a><span id="date">今天是2020年1月1日。欢迎访问，祝您工作顺利！</span></div>
<div class="nav"><ul>
  <li><a href="/zwgk/">政务公开</a></li><li><a href="/bsfw/">办事服务</a></li>
  <li><a href="/hdjl/">互动交流</a></li>
</ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 正文</div>
<noscript><p>请启用脚本后浏览本站。</p></noscript>
<div class="main"><div class="left"><h3>信息公开</h3><ul><li><a href="1.html">领导之窗</a></li><li><a href="2.html">一、机构职能</a></li></ul></div>
<div class="right"><div class="article">
{title}
{byline}
{body}
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div style="display: none">本段只供搜索引擎使用。第一，不予显示。</div>
</div></div></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="3.html">某某县2021年法治政府建设年度报告</a></li></ul></div>
<div class="footer">主办：云溪县人民政府办公室。地址：文澜路1号。<br>联系电话：0000-0000000&nbsp;&nbsp;<a href="http://beian">岭ICP备00000000号</a></div>
<!-- 生成时间：2020-01-01 -->
</body></html>
"##
    )
}

const BYLINE: &str = r#"<div class="info"><span>字号：[<a>大</a> <a>中</a> <a>小</a>]</span>&emsp;浏览次数：<span id="hits"></span></div>"#;

/// Text as markup.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The lines of a report that are its title, and those below.
fn parts(text: &str) -> (Vec<&str>, Vec<&str>) {
    let document = check("a.txt", text).document;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(title) = &document.identity.title else { return (Vec::new(), lines.collect()) };
    let end = document.original(title.span).end;
    let is_title = |line: &&str| (line.as_ptr() as usize - text.as_ptr() as usize) < end;
    (lines.clone().take_while(is_title).collect(), lines.skip_while(is_title).collect())
}

fn paragraphs(lines: &[&str]) -> String {
    lines.iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "<p style=\"text-align: justify;\">\u{3000}\u{3000}{}</p>\n<p>&nbsp;</p>", escaped(line));
        out
    })
}

#[test]
fn every_sample_as_a_page_in_a_known_editor() {
    for (name, text) in plain_samples() {
        let (title, body) = parts(&text);
        let title = format!("<h1>{}</h1>", title.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>\n"));
        let body = format!("<div class=\"view TRS_UEDITOR\" id=\"zoom\">{}</div>", paragraphs(&body));
        assert_same(&name, &text, "a.html", page("utf-8", &title, BYLINE, &body).as_bytes());
    }
}

#[test]
fn every_sample_as_a_page_in_gbk() {
    for (name, text) in plain_samples() {
        let (title, body) = parts(&text);
        let title = format!("<h1>{}</h1>", title.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br/>\n"));
        let page = page("gb2312", &title, BYLINE, &format!("<div id=UCAP-CONTENT>{}</div>", paragraphs(&body)));
        assert_same(&name, &text, "a.htm", &encoding_rs::GB18030.encode(&page).0);
    }
}

#[test]
fn every_sample_as_one_cell_of_a_layout_table_with_lines_parted_by_br() {
    for (name, text) in plain_samples() {
        let (title, body) = parts(&text);
        let lines: Vec<String> =
            title.iter().chain(&body).map(|line| format!("&#12288;&#12288;{}", escaped(line))).collect();
        let body = format!(
            "<table width=960><tr><td class=left><a href=x>政务公开</a></td><td><font size=3>{}</font></td></tr></table>",
            lines.join("<br>\r\n")
        );
        assert_same(&name, &text, "a.shtml", page("utf-8", "", "", &body).as_bytes());
    }
}

#[test]
fn every_sample_with_words_in_pieces_and_a_styled_title() {
    for (name, text) in plain_samples().into_iter().filter(|(name, _)| !name.contains("traditional")) {
        let (title, body) = parts(&text);
        let pieces = |line: &str| -> String {
            let cut = |(at, c): (usize, char)| match at % 5 {
                0 => format!("<span style=\"font-size:16pt\">{}</span>", escaped(&c.to_string())),
                1 => format!("<b><font face=仿宋>{}</font></b>", escaped(&c.to_string())),
                // Rules about spelling look at the source, where an entity has no spelling.
                _ if c.is_ascii_punctuation() => escaped(&c.to_string()),
                _ => format!("&#{};", c as u32),
            };
            line.chars().enumerate().map(cut).collect()
        };
        let title = title.iter().fold(String::new(), |out, line| {
            out + "<p align=center><strong style='font-size:22pt'>" + &pieces(line) + "</strong></p>\n"
        });
        let body: String = body.iter().map(|line| format!("<p>{}<o:p/>\n", pieces(line))).collect();
        let page = page("utf-8", "", "", &format!("<div>{title}{body}</div>"));
        assert_same(&name, &text, "a.xhtml", page.as_bytes());
    }
}

#[test]
fn findings_in_a_page_point_at_the_exact_source() {
    let text = "<html><body><p>某县人民政府关于2023年法治政府建设情况的报告</p><p>一、主要举措和成效</p><p>全县<b>高度</b>重&#35270;,依法办理案件12件。</p></body></html>";
    let checked = check_bytes("a.html", text.as_bytes());
    let comma = checked.outcome.findings.iter().find(|finding| finding.rule == "punct/halfwidth");
    let span = comma.expect("the comma is flagged").span;
    assert!(span.of(&checked.document.text).contains(','), "{:?}", span.of(&checked.document.text));
    assert!(text.as_bytes()[span.start..span.end].len() < 40);
}
