//! Things known by how their names end: organs, meetings, document numbers. Each function looks back from the end of a name.

use super::super::fold::is_han;
use super::super::number::starts_number;
use super::super::sieve::ends;
use super::super::span::Span;

/// What stands before 局 厅 委 部 办 队 in the name of an organ.
const FIELDS: [&str; 62] = [
    "司法",
    "公安",
    "财政",
    "教育",
    "民政",
    "审计",
    "税务",
    "水利",
    "林业",
    "统计",
    "信访",
    "商务",
    "体育",
    "海关",
    "档案",
    "气象",
    "邮政",
    "消防",
    "海事",
    "市场监管",
    "市场监督管理",
    "生态环境",
    "自然资源",
    "规划",
    "自然资源和规划",
    "住房和城乡建设",
    "住建",
    "建设",
    "城市管理",
    "城管",
    "行政执法",
    "综合执法",
    "城管执法",
    "交通运输",
    "交通",
    "农业农村",
    "文化",
    "文化和旅游",
    "文旅",
    "旅游",
    "卫生健康",
    "卫健",
    "应急管理",
    "应急",
    "人力资源和社会保障",
    "人社",
    "人力社保",
    "医疗保障",
    "医保",
    "发展改革",
    "发展和改革",
    "发改",
    "数据",
    "大数据",
    "大数据管理",
    "政务服务",
    "退役军人事务",
    "机关事务",
    "金融",
    "药品监督管理",
    "知识产权",
    "粮食和物资储备",
];

/// Names of organs that are whole as they stand, by their end.
const WHOLE: [&str; 34] = [
    "国务院",
    "人民法院",
    "人民检察院",
    "检察院",
    "中级法院",
    "高级法院",
    "基层法院",
    "人大常委会",
    "人大法工委",
    "依法治市委员会",
    "依法治省委员会",
    "依法治县委员会",
    "依法治区委员会",
    "依法治市办",
    "依法治省办",
    "依法治县办",
    "依法治区办",
    "政法委",
    "纪委",
    "监委",
    "编委",
    "组织部",
    "宣传部",
    "统战部",
    "改革办",
    "法治办",
    "政府办公室",
    "政府办公厅",
    "政府办",
    "仲裁委员会",
    "仲裁委",
    "街道办事处",
    "行政复议局",
    "司法所",
];

/// Before 委 and 政府: 市委, 县人民政府.
const PLACES: [char; 9] = ['省', '市', '县', '区', '州', '盟', '旗', '镇', '乡'];

/// What an organ's name can end with.
pub(super) const ORGAN_ENDS: &str = "局厅委院部办府队会室处所";

/// Whether an organ's name can end with the character.
pub(super) fn ends_organ(c: [u8; 3]) -> bool {
    ORGAN_ENDS.as_bytes().chunks_exact(c.len()).any(|end| end == c)
}

/// The organ whose name ends at byte `end`.
pub(super) fn organ(text: &str, from: usize, end: usize) -> Option<Span> {
    let name = &text[from..end];
    if let Some(word) = WHOLE.iter().find(|word| ends(name, word)) {
        return Some(with_place(text, from, end - word.len(), end));
    }
    if let Some(stem) = name.strip_suffix("政府").map(|stem| stem.strip_suffix("人民").unwrap_or(stem)) {
        let placed =
            stem.ends_with(PLACES) && !stem.ends_with("各市") && !stem.ends_with("各区") && !stem.ends_with("各县");
        return placed.then(|| with_place(text, from, from + stem.len(), end));
    }
    let tail = name.chars().next_back()?;
    let stem = &name[..name.len() - tail.len_utf8()];
    if tail == '委'
        && stem.ends_with(PLACES)
        && !stem.ends_with("地区")
        && !continues(text, end, &["员", "派", "托", "会"])
    {
        return Some(with_place(text, from, from + stem.len(), end));
    }
    let stem = match tail {
        '队' => stem.strip_suffix(['支', '大', '总'])?,
        '局' | '厅' | '委' | '部' | '办' => stem,
        _ => return None,
    };
    if continues(text, end, &["门", "署", "理", "员", "面", "势", "限", "分"]) {
        return None;
    }
    let field = FIELDS.iter().filter(|field| ends(stem, field)).max_by_key(|field| field.len())?;
    Some(with_place(text, from, from + stem.len() - field.len(), end))
}

fn continues(text: &str, end: usize, words: &[&str]) -> bool {
    words.iter().any(|word| text[end..].starts_with(word))
}

/// The name with 省 市 县 区 … before it.
fn with_place(text: &str, from: usize, start: usize, end: usize) -> Span {
    let place = text[from..start].chars().next_back().filter(|c| PLACES.contains(c) || *c == '国');
    Span::new(start - place.map_or(0, char::len_utf8), end)
}

/// How kinds of meetings end; 会议 needs one of the words that say which.
const MEETINGS: [&str; 24] = [
    "常务会议",
    "常委会会议",
    "常委会议",
    "联席会议",
    "全体会议",
    "工作会议",
    "专题会议",
    "领导小组会议",
    "委员会会议",
    "协调会议",
    "推进会议",
    "部署会议",
    "办公会议",
    "党组会议",
    "协调小组会议",
    "推进会",
    "座谈会",
    "部署会",
    "学习会",
    "现场会",
    "发布会",
    "听证会",
    "动员会",
    "办公会",
];

/// The meeting whose name ends at byte `end`.
pub(super) fn meeting(text: &str, from: usize, end: usize) -> Option<Span> {
    if continues(text, end, &["议", "制", "员"]) {
        return None;
    }
    let name = &text[from..end];
    let word = MEETINGS.iter().find(|word| ends(name, word))?;
    Some(Span::new(end - word.len(), end))
}

/// The document number that ends with the 号 before byte `end`: 国办发〔2023〕27号, 市政府令第333号.
pub(super) fn document_number(text: &str, from: usize, end: usize) -> Option<Span> {
    let name = text[from..end].strip_suffix('号')?;
    let stem = name.trim_end_matches(starts_number);
    if stem.len() == name.len() {
        return None;
    }
    let stem = stem.strip_suffix('第').unwrap_or(stem);
    let agency = match bracketed_year(stem) {
        Some(agency) => agency,
        None => return order(stem).then(|| Span::new(agency_start(text, from, from + stem.len()), end)),
    };
    let start = agency_start(text, from, from + agency.len());
    (start < from + agency.len()).then(|| Span::new(start, end))
}

/// What stands before a year in brackets at the end; a bracket lost on one side is forgiven.
fn bracketed_year(stem: &str) -> Option<&str> {
    let open = ['〔', '[', '【', '（', '(', '［', '〈'];
    let inner = stem.trim_end_matches(['〕', ']', '】', '）', ')', '］', '〉']);
    let closed = inner.len() < stem.len();
    let agency = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let opened = agency.strip_suffix(open);
    let digits = inner.len() - agency.len();
    match opened {
        // The digits of a number whose closing bracket is lost were trimmed with it: 厅字〔201928号.
        Some(agency) if !closed && digits == 0 => Some(agency),
        Some(agency) if closed && digits == 4 => Some(agency),
        _ => None,
    }
}

/// Whether a number here numbers an order or announcement: 市政府令第333号.
fn order(stem: &str) -> bool {
    stem.ends_with('令') && !stem.ends_with("命令") && !stem.ends_with("法令")
}

/// Where the letters of the agency before a document number begin: at most eight Chinese characters, not beyond a word that cannot
/// be part of them.
fn agency_start(text: &str, from: usize, end: usize) -> usize {
    const LONGEST: usize = 8;
    let mut start = end;
    for c in text[from..end].chars().rev().take(LONGEST) {
        if !is_han(c) || matches!(c, '据' | '照' | '按' | '以' | '由' | '和' | '及' | '了' | '的' | '称' | '为')
        {
            break;
        }
        start -= c.len_utf8();
    }
    start
}
