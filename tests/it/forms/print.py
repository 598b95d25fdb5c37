"""Prints a report as PDF in one of the usual ways; for the tests in print.rs.

usage: print.py WAY TEXT PDF    WAY is weasyprint or reportlab (UniGB-UCS2-H without ToUnicode)
The first line of TEXT is the title, the others are paragraphs.
"""

import html
import sys


def weasyprint(title, lines, out):
    from weasyprint import HTML

    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    style = """@page { size: A4; margin: 3.7cm 2.6cm 3.5cm 2.8cm; @bottom-center { content: "— " counter(page) " —" }
      @top-center { content: "双泽县法治政府建设材料汇编" } }
      body { font: 16pt/28pt "Noto Serif CJK SC" } h1 { font-size: 22pt; text-align: center }
      p { text-indent: 2em; margin: 0; text-align: justify }"""
    HTML(string=f"<style>{style}</style><h1>{html.escape(title)}</h1>{body}").write_pdf(out)


def drawn(font, title, lines, out):
    """Set by hand, 28 characters a line, ragged on the right, the page number in words."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.lib.pagesizes import A4

    canvas = Canvas(out, pagesize=A4)
    size, leading, left, columns = 15, 26, 80, 28
    state = {"y": 760, "page": 1}

    def line(text, x, points=size):
        if state["y"] < 90:
            finish()
        canvas.setFont(font, points)
        canvas.drawString(x, state["y"], text)
        state["y"] -= leading

    def finish():
        canvas.setFont(font, 10)
        canvas.drawCentredString(297, 40, f"第 {state['page']} 页")
        canvas.showPage()
        state.update(y=760, page=state["page"] + 1)

    line(title, 130, 18)
    state["y"] -= leading
    for paragraph in lines:
        rest, indent = paragraph, 2
        while rest:
            count = len(rest)
            while canvas.stringWidth(rest[:count], font, size) > (columns - indent) * size:
                count -= 1
            # No line begins with a closing mark, and none parts a number.
            while count < len(rest) and (rest[count] in "，。、；：！？）》”％%" or rest[count - 1 : count + 1].isdigit()):
                count -= 1
            line(rest[:count], left + indent * size)
            rest, indent = rest[count:], 0
    finish()
    canvas.save()


def reportlab(title, lines, out):
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    drawn("STSong-Light", title, lines, out)


way, source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    paragraphs = [line.strip() for line in file if line.strip()]
if way == "weasyprint":
    weasyprint(paragraphs[0], paragraphs[1:], target)
else:
    reportlab(paragraphs[0], paragraphs[1:], target)
