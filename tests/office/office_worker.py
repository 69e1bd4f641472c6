"""The half of the office driver that runs in LibreOffice's own Python and talks UNO.

Reads a job as one line of JSON, ``{"source", "target", "format", "steps"}``, edits
that file in a running LibreOffice and answers in one line.  Where it matters the
edits go through the view cursor and LibreOffice's own commands, which are what keys
and menus call: typing through the API alone would skip following styles, list
numbering and tracked rows.

Standard library and ``uno`` only; it also runs on an older Python than the tests'.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FILTERS = {"docx": "MS Word 2007 XML", "odt": "writer8", "pdf": "writer_pdf_Export"}
BOLD = 150.0


class StepError(Exception):
    """A step that can't be done, above all because its text isn't there."""


def prop(name, value):
    item = PropertyValue()
    item.Name, item.Value = name, value
    return item


def connect(address):
    """Return the context of the LibreOffice that listens at an address."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise SystemExit("LibreOffice doesn't answer")


class Session:
    """One open file and the hands that edit it."""

    def __init__(self, context, path):
        manager = context.ServiceManager
        self.context = context
        desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = manager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", context
        )
        self.doc = desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (prop("Hidden", True),)
        )
        if self.doc is None:
            raise StepError("LibreOffice can't open the file")
        self.view = self.doc.CurrentController.ViewCursor

    def close(self):
        self.doc.setModified(False)
        self.doc.close(True)

    def save(self, path, kind):
        filters = (prop("FilterName", FILTERS[kind]),)
        self.doc.storeToURL(uno.systemPathToFileUrl(path), filters)

    # Finding places

    def find(self, text, within=None):
        """Return the first place of a text outside indexes, or raise StepError."""
        search = self.doc.createSearchDescriptor()
        search.SearchString = text
        search.SearchCaseSensitive = True
        hit = self.doc.findFirst(search)
        while hit is not None:
            if hit.DocumentIndex is None and (within is None or within in self.around(hit)):
                return hit
            hit = self.doc.findNext(hit.End, search)
        raise StepError(
            f"no text {text!r}" + (f" in a paragraph with {within!r}" if within else "")
        )

    @staticmethod
    def around(place):
        """Return the text of the paragraph of a place."""
        cursor = place.Text.createTextCursorByRange(place.Start)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor.String

    def go(self, place):
        self.view.gotoRange(place, False)

    def run(self, command, **arguments):
        """Do what a menu entry or key does at the view cursor."""
        items = tuple(prop(name, value) for name, value in arguments.items())
        frame = self.doc.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, items)

    def type(self, text):
        for number, line in enumerate(text.split("\n")):
            if number:
                self.run("InsertPara")
            if line:
                self.run("InsertText", Text=line)

    def paragraph(self, text, whole=False):
        """Select a paragraph's text, with its mark when it is to go as a whole."""
        self.go(self.find(text).Start)
        cursor = self.view.Text.createTextCursorByRange(self.view.Start)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        if whole and not cursor.goRight(1, True):
            raise StepError(f"the paragraph with {text!r} is the last of its text")
        self.go(cursor)

    def cell(self, text):
        """Put the view cursor into the cell of a text and return its table."""
        self.go(self.find(text).Start)
        table = self.view.TextTable
        if table is None:
            raise StepError(f"{text!r} stands in no table")
        return table

    # Steps, one method for each name

    def replace(self, old, new, within=None):
        self.go(self.find(old, within))
        self.type(new)

    def insert(self, text, after=None, before=None, within=None):
        place = self.find(before if after is None else after, within)
        self.go(place.Start if after is None else place.End)
        self.type(text)

    def delete(self, text, within=None):
        self.go(self.find(text, within))
        self.run("Delete")

    def split(self, after, within=None):
        self.go(self.find(after, within).End)
        self.run("InsertPara")

    def merge(self, text):
        """Join a paragraph to the one before it: Backspace at its beginning."""
        self.go(self.find(text).Start)
        cursor = self.view.Text.createTextCursorByRange(self.view.Start)
        cursor.gotoStartOfParagraph(False)
        if not cursor.goLeft(1, True):
            raise StepError(f"the paragraph with {text!r} is the first of its text")
        self.go(cursor)
        self.run("Delete")

    def add_after(self, paragraph, text):
        """End, Enter, type: the next list item, or a paragraph in the following style."""
        self.paragraph(paragraph)
        self.go(self.view.End)
        self.run("InsertPara")
        self.type(text)

    def delete_paragraph(self, text):
        self.paragraph(text, whole=True)
        self.run("Delete")

    def move(self, text, before):
        """Cut a paragraph and paste it before another one."""
        self.paragraph(text, whole=True)
        self.run("Cut")
        self.paragraph(before)
        self.go(self.view.Start)
        self.run("Paste")

    def shift(self, text, by):
        """Move a paragraph over its neighbours, as Ctrl+Alt+Up and Down do."""
        self.go(self.find(text).Start)
        for _ in range(abs(by)):
            self.run("MoveUp" if by < 0 else "MoveDown")

    def format(self, text, within=None, bold=None, italic=None, font=None, size=None, colour=None):
        place = self.find(text, within)
        for suffix in ("", "Asian"):
            if bold is not None:
                setattr(place, f"CharWeight{suffix}", BOLD if bold else 100.0)
            if italic is not None:
                slant = uno.Enum("com.sun.star.awt.FontSlant", "ITALIC" if italic else "NONE")
                setattr(place, f"CharPosture{suffix}", slant)
            if font is not None:
                setattr(place, f"CharFontName{suffix}", font)
            if size is not None:
                setattr(place, f"CharHeight{suffix}", float(size))
        if colour is not None:
            place.CharColor = int(colour.lstrip("#"), 16)

    def style(self, paragraph, name):
        self.find(paragraph).ParaStyleName = name

    def delete_row(self, text):
        self.cell(text)
        self.run("DeleteRows")

    def add_row(self, after, cells):
        table = self.cell(after)
        row = int("".join(filter(str.isdigit, self.view.Cell.CellName)))
        self.run("InsertRowsAfter")
        for column, text in enumerate(cells):
            self.go(table.getCellByPosition(column, row).Start)
            self.type(text)

    def footnote(self, after, text, within=None):
        place = self.find(after, within).End
        note = self.doc.createInstance("com.sun.star.text.Footnote")
        place.Text.insertTextContent(place, note, False)
        note.String = text

    def comment(self, on, text, author="", within=None):
        place = self.find(on, within)
        note = self.doc.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content, note.Author = text, author
        place.Text.insertTextContent(place, note, True)

    def update_indexes(self):
        """Update the indexes and every other field, as Update All does."""
        self.doc.TextFields.refresh()
        self.run("UpdateAllIndexes")
        self.run("UpdateAll")

    def track(self, on=True):
        self.doc.RecordChanges = on

    def author(self, name):
        """Say whose changes are tracked from here on; LibreOffice forgets it with the session."""
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (prop("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        access.setPropertyValue("givenname", name)
        access.setPropertyValue("sn", "")
        access.commitChanges()

    def accept_all(self):
        self.run("AcceptAllTrackedChanges")

    def reject_all(self):
        self.run("RejectAllTrackedChanges")

    def command(self, name, at=None, **arguments):
        """Any other ``.uno:`` command, at a text's place if one is given."""
        if at is not None:
            self.go(self.find(at))
        self.run(name, **arguments)

    # What the file says

    def look(self):
        """Return the file as LibreOffice shows it."""
        indexes = self.doc.DocumentIndexes
        notes = self.doc.Footnotes
        return {
            "paragraphs": list(self.blocks(self.doc.Text)),
            "contents": [
                indexes.getByIndex(i).Anchor.String.splitlines() for i in range(indexes.Count)
            ],
            "footnotes": [notes.getByIndex(i).String for i in range(notes.Count)],
            "tables": [self.rows(table) for table in self.tables()],
            "bookmarks": sorted(self.doc.Bookmarks.ElementNames),
            "pages": self.doc.CurrentController.PageCount,
        }

    def tables(self):
        tables = self.doc.TextTables
        return [tables.getByIndex(i) for i in range(tables.Count)]

    @staticmethod
    def rows(table):
        """Return the texts of a table's cells by row; merged cells are named only once."""
        rows = {}
        for name in table.CellNames:
            number = int("".join(filter(str.isdigit, name)))
            rows.setdefault(number, []).append(table.getCellByName(name).String)
        return [rows[number] for number in sorted(rows)]

    @staticmethod
    def level(paragraph):
        listed = paragraph.NumberingRules is not None and paragraph.NumberingIsNumber
        return paragraph.NumberingLevel + 1 if listed else 0

    def blocks(self, text):
        for block in text:
            if block.supportsService("com.sun.star.text.TextTable"):
                for name in block.CellNames:
                    yield from self.blocks(block.getCellByName(name))
            else:
                yield {
                    "text": block.String,
                    "style": block.ParaStyleName,
                    "label": block.ListLabelString,
                    "level": self.level(block),
                    "index": block.DocumentIndex is not None,
                }


def work(context, job):
    """Do one job and return the answer to it."""
    session = Session(context, job["source"])
    try:
        for number, (name, arguments) in enumerate(job["steps"], 1):
            try:
                getattr(session, name)(**arguments)
            except StepError as error:
                return {"error": f"step {number}, {name}: {error}"}
        if job["format"] == "look":
            return {"look": session.look()}
        session.save(job["target"], job["format"])
        return {}
    finally:
        session.close()


def main():
    context = connect(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            answer = work(context, json.loads(line))
        except StepError as error:
            answer = {"error": str(error)}
        except Exception as error:  # noqa: BLE001 – told to the test
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
