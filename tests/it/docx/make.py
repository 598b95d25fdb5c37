"""Makes Word files of text files: make.py FORM OUT_FOLDER TEXT... ; one paragraph a line.

Forms: plain (typed numbers), numbered (headings and items numbered automatically through styles and lists), pieces (every few
characters a run of their own), wps (numbered, packed the way WPS does), revised (numbered, with tracked changes that, accepted,
give the text, and a comment).
"""

import copy
import re
import sys
import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

DIGITS = "零一二三四五六七八九"


def chinese(n):
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


LEVELS = [
    (lambda n: chinese(n) + "、", "chineseCounting", "%1、", "Heading 1"),
    (lambda n: "（" + chinese(n) + "）", "chineseCounting", "（%2）", "Heading 2"),
    (lambda n: str(n) + ".", "decimal", "%3.", None),
]


def add_numbering(document):
    numbering = document.part.numbering_part.element
    levels = ""
    for at, (_, form, text, style) in enumerate(LEVELS):
        bound = f'<w:pStyle w:val="{document.styles[style].style_id}"/>' if style else ""
        levels += (
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{bound}<w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for at, (_, _, _, style) in enumerate(LEVELS):
        if style:
            properties = document.styles[style].element.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="91"/></w:numPr>'))


class Numbers:
    """Which label is due, to number automatically what automatic numbers would give."""

    def __init__(self):
        self.last = [0] * len(LEVELS)

    def take(self, line):
        for at, (label, _, _, _) in enumerate(LEVELS):
            due = label(self.last[at] + 1)
            outer_open = all(self.last[:at])
            if line.startswith(due) and outer_open and not re.match(r"\d", line[len(due):] or "x"):
                self.last[at] += 1
                self.last[at + 1:] = [0] * (len(LEVELS) - at - 1)
                return at, line[len(due):]
        return None, line


def numbered(document, line, numbers):
    at, rest = numbers.take(line)
    if at is None:
        return document.add_paragraph(rest)
    style = LEVELS[at][3]
    paragraph = document.add_paragraph(rest, style=style)
    if style is None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{at}"/><w:numId w:val="91"/></w:numPr>'))
    return paragraph


def in_pieces(document, line):
    paragraph = document.add_paragraph()
    for at in range(0, len(line), 3):
        run = paragraph.add_run(line[at:at + 3])
        run.bold = at % 2 == 0
    return paragraph


def revise(document):
    """Wraps some runs as inserted and puts deleted ones beside them; comments on the first long paragraph."""
    commented = False
    for at, paragraph in enumerate(list(document.paragraphs)):
        if len(paragraph.text) < 20 or not paragraph.runs:
            continue
        run = paragraph.runs[0]
        text = run.text
        tail = copy.deepcopy(run._r)
        run.text = text[:8]
        docx.text.run.Run(tail, paragraph).text = text[8:]
        inserted = OxmlElement("w:ins")
        deleted = OxmlElement("w:del")
        for change in (inserted, deleted):
            change.set(qn("w:id"), str(1000 + at * 2 + (change is deleted)))
            change.set(qn("w:author"), "张三")
        gone = parse_xml(f'<w:r {nsdecls("w")}><w:delText>原来的若干文字</w:delText></w:r>')
        deleted.append(gone)
        run._r.addnext(deleted)
        deleted.addnext(inserted)
        inserted.append(tail)
        if not commented:
            document.add_comment(run, text="请核实", author="李四", initials="L")
            commented = True


def as_wps(path):
    """Names and numbers styles as WPS does, and says so in the properties."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    rename = {b"Heading1": b"2", b"Heading2": b"3", b"Title": b"4"}
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        for before, after in rename.items():
            parts[name] = parts[name].replace(b'"' + before + b'"', b'"' + after + b'"')
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:body>",
        b"<w:body>",
    ).replace(b"<w:document ", b'<w:document xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" ', 1)
    parts["docProps/app.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>WPS Office_12.1.0.15120_F1E327BC-269C-435d-A152-05C5408002CA</Application></Properties>"
    ).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)


def make(form, text, out):
    document = docx.Document()
    numbers = Numbers()
    if form in ("numbered", "wps", "revised"):
        add_numbering(document)
    for line in text.splitlines():
        if form in ("numbered", "wps", "revised"):
            numbered(document, line, numbers)
        elif form == "pieces":
            in_pieces(document, line)
        else:
            document.add_paragraph(line)
    if form == "revised":
        revise(document)
    document.save(out)
    if form == "wps":
        as_wps(out)


if __name__ == "__main__":
    form, folder, *texts = sys.argv[1:]
    for text in map(Path, texts):
        name = f"{text.parent.name}-{text.stem}.docx"
        make(form, text.read_text(encoding="utf-8-sig"), Path(folder) / name)
