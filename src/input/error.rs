//! What can go wrong between a path and a draft.
//!
//! The errors carry no path: [`super::Unread`] and the caller of [`super::read`] know it. Messages and remedies are for drafters.

use std::io;

use super::decode::{Label, labels};
use super::known_extensions;

/// Why an input could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
pub enum InputError {
    /// Nothing is there.
    #[error("找不到这个文件或文件夹")]
    #[diagnostic(code(input::missing), help("看看路径有没有写错；相对路径从当前文件夹算起"))]
    Missing,
    /// A glob on the command line matched no file.
    #[error("没有文件符合这个通配写法")]
    #[diagnostic(
        code(input::no_match),
        help("“*”不跨文件夹，“**”才跨；被 .gitignore、.gangyaoignore 或 --exclude 排除的、隐藏的文件不算在内")
    )]
    NoMatch,
    /// A folder held no file of a known kind.
    #[error("文件夹里没有可以检查的文件")]
    #[diagnostic(
        code(input::no_drafts),
        help(
            "可以检查的扩展名：{}；被 .gitignore、.gangyaoignore 或 --exclude 排除的文件要直接写出文件名才检查",
            known_extensions()
        )
    )]
    NoDrafts,
    /// The system refused.
    #[error("读不了：{reason}")]
    #[diagnostic(code(input::unreadable), help("看看有没有读取权限，文件是不是被别的程序占用"))]
    Unreadable {
        /// The system's reason, in Chinese where it is a usual one.
        reason: String,
    },
    /// A symbolic link leads back to a folder around it.
    #[error("符号链接绕成了圈，又回到“{ancestor}”")]
    #[diagnostic(code(input::link_loop), help("删去这个链接，或用 --exclude 排除它"))]
    LinkLoop {
        /// The folder it leads back to, as shown.
        ancestor: String,
    },
    /// A file named explicitly whose kind no reader knows.
    #[error("不认识这种文件（{extension}）")]
    #[diagnostic(
        code(input::unknown_kind),
        help("可以检查的扩展名：{}；别的格式请先另存为其中一种", known_extensions())
    )]
    UnknownKind {
        /// The extension with its dot, or 没有扩展名.
        extension: String,
    },
    /// A glob that cannot be compiled.
    #[error("通配写法“{pattern}”有误：{reason}")]
    #[diagnostic(code(input::bad_glob), help("可用 * ? [甲乙] {{甲,乙}} **；要用这些符号本身，前面加反斜杠"))]
    BadGlob {
        /// As the user wrote it.
        pattern: String,
        /// What is wrong with it, in Chinese.
        reason: String,
    },
    /// `--encoding` names no encoding known.
    #[error("不认识编码“{name}”")]
    #[diagnostic(code(input::unknown_encoding), help("可以写 {}", labels()))]
    UnknownEncoding {
        /// As the user wrote it.
        name: String,
    },
    /// Larger than [`super::MAX_BYTES`].
    #[error("文件太大，超过 {} MiB", super::MAX_BYTES >> 20)]
    #[diagnostic(code(input::too_large), help("一份报告通常不到 1 MiB，看看是不是拿错了文件；确是报告的请拆开再检查"))]
    TooLarge,
    /// No bytes, or no text in them.
    #[error("空文件：没有可以检查的文字")]
    #[diagnostic(code(input::empty), help("看看文件是不是没有保存，或者拿错了文件"))]
    Empty,
    /// Another kind of file under the extension of a text file.
    #[error("不是文本文件，而是{kind}")]
    #[diagnostic(code(input::not_text), help("改回原来的扩展名；或者用原来的程序打开，另存为纯文本（UTF-8）"))]
    NotText {
        /// What it is: 一个 PDF 文件.
        kind: &'static str,
    },
    /// A file behind a password.
    #[error("文件有打开密码，读不了")]
    #[diagnostic(
        code(input::encrypted),
        help("用原来的软件（如 Word、WPS、PDF 阅读器）打开，去掉密码后另存一份再检查")
    )]
    Encrypted,
    /// A file that holds another file whose text would have to be read too.
    #[error("文中嵌入了另一个文件，其中的文字读不到")]
    #[diagnostic(code(input::embedded), help("用 Word 或 WPS 打开，另存为 .docx 后再检查，嵌入的内容就成为正文"))]
    Embedded,
    /// Another kind of file than its extension says.
    #[error("不是 {wanted} 文件，而是{kind}")]
    #[diagnostic(
        code(input::other_kind),
        help("扩展名和内容不符：改回真正的扩展名；或者用原来的程序打开，另存为 {wanted}")
    )]
    OtherKind {
        /// The format of the extension: PDF, .docx.
        wanted: &'static str,
        /// What it is: 一张图片.
        kind: &'static str,
    },
    /// A file of the right kind that is damaged, so that not all of its text can be had.
    #[error("{format} 文件已损坏：{reason}")]
    #[diagnostic(
        code(input::damaged),
        help("用原来的软件（如 Word、WPS、PDF 阅读器）打开看看；打得开就另存一份再检查，打不开就找原稿或重新取得文件")
    )]
    Damaged {
        /// The format: PDF, .docx.
        format: &'static str,
        /// What is wrong with it, in Chinese.
        reason: String,
    },
    /// A file that would take unreasonable time or memory: a decompression bomb, a maze.
    #[error("{format} 文件{what}，超出了可以处理的范围")]
    #[diagnostic(
        code(input::excessive),
        help("一份报告远不到这个程度，看看是不是拿错了文件；确是报告的请另存一份，去掉图片和附件再检查")
    )]
    Excessive {
        /// The format: PDF.
        format: &'static str,
        /// What there is too much of: 展开后超过 256 MiB.
        what: String,
    },
    /// Pages without text: a scan.
    #[error("{format} 文件里没有文字（是扫描件或图片），不能检查")]
    #[diagnostic(
        code(input::no_text_layer),
        help("请检查报告的 Word 原稿；只有扫描件的，先用识别软件（OCR）转成文字，校对后再检查")
    )]
    NoTextLayer {
        /// The format: PDF.
        format: &'static str,
    },
    /// An old word processor's file, and no program to read it with.
    #[error("旧版 Word、WPS 等文档（{}）要借助 LibreOffice 才能读，本机没有找到", super::legacy::extensions())]
    #[diagnostic(code(input::no_converter), help("用 Word 或 WPS 打开，另存为 .docx 再检查；或者安装 LibreOffice"))]
    NoConverter,
    /// An old word processor's file that LibreOffice did not convert.
    #[error("借助 LibreOffice 读取没有成功：{reason}")]
    #[diagnostic(
        code(input::not_converted),
        help("看看文件有没有损坏、有没有打开密码；或者用 Word 或 WPS 打开，另存为 .docx 再检查")
    )]
    NotConverted {
        /// What went wrong, in Chinese.
        reason: String,
    },
    /// Pages whose characters cannot be told: fonts without the tables for it.
    #[error("{format} 文件里的文字读不出来：有 {percent}% 的字没有对应的编码")]
    #[diagnostic(
        code(input::unreadable_fonts),
        help("文件的字体没有附带编码表，复制出来也是乱码；请检查报告的 Word 原稿，或重新导出 PDF")
    )]
    UnreadableFonts {
        /// The format: PDF.
        format: &'static str,
        /// Share of characters that could not be told, in percent.
        percent: usize,
    },
    /// A byte sequence that is none in the encoding tried.
    #[error("按 {tried} 读到第 {line} 行就读不下去了（文件的第 {} 个字节）", offset + 1)]
    #[diagnostic(
        code(input::undecodable),
        help("用编辑器打开看看那里是不是乱码；另存为 UTF-8，或用 --encoding 指明编码（{}）", labels())
    )]
    Undecodable {
        /// The encoding that got furthest, or the one asked for.
        tried: Label,
        /// First byte that does not fit, 0-based from the start of the file.
        offset: usize,
        /// Its line, 1-based.
        line: usize,
    },
    /// It decodes, and yet is not Chinese.
    #[error("文件的编码认不出来：按 {tried} 读出来是乱码")]
    #[diagnostic(code(input::garbled), help("另存为 UTF-8，或用 --encoding 指明编码（{}）", labels()))]
    Garbled {
        /// The encoding tried.
        tried: Label,
    },
    /// A character that the file's encoding cannot hold.
    #[error("{label} 编码里没有“{character}”这个字")]
    #[diagnostic(code(input::unencodable), help("先把文件另存为 UTF-8"))]
    Unencodable {
        /// The encoding of the file.
        label: Label,
        /// The character.
        character: char,
    },
}

impl From<&io::Error> for InputError {
    fn from(error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => return InputError::Missing,
            io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
            io::ErrorKind::IsADirectory => "这是一个文件夹".to_owned(),
            io::ErrorKind::TimedOut => "等得太久，没有回应".to_owned(),
            _ => format!("系统报告 {error}"),
        };
        InputError::Unreadable { reason }
    }
}

impl From<io::Error> for InputError {
    fn from(error: io::Error) -> Self {
        InputError::from(&error)
    }
}
