"""Reads the comments of Word files: comments.py FILE... ; JSON, of each file a list of author, text and commented words.

The words are gathered from the XML between the marks of the range, so that they are what Word would show as commented on.
"""

import json
import sys

import docx
from docx.oxml.ns import qn


def words(document):
    """Of each comment id the text between its marks."""
    found, open_ids = {}, set()
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_ids.add(element.get(qn("w:id")))
            found.setdefault(element.get(qn("w:id")), "")
        elif element.tag == qn("w:commentRangeEnd"):
            open_ids.discard(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for id in open_ids:
                found[id] += element.text or ""
    assert not open_ids, f"comments {open_ids} do not end"
    return found


def comments(path):
    document = docx.Document(path)
    ranges = words(document)
    references = [element.get(qn("w:id")) for element in document.element.body.iter(qn("w:commentReference"))]
    assert len(references) == len(set(references)), "a comment is referred to twice"
    return [
        {"author": comment.author, "text": comment.text, "words": ranges.get(str(comment.comment_id))}
        for comment in document.comments
    ]


print(json.dumps({path: comments(path) for path in sys.argv[1:]}, ensure_ascii=False))
