"""Filings as they come: inline XBRL, styles for headings, tables of contents, running heads."""

_HEAD = """<?xml version='1.0' encoding='ASCII'?>
<html xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns="http://www.w3.org/1999/xhtml">
<head><title>acme-20251231</title></head><body><div style="display:none"><ix:header><ix:hidden>
<ix:nonNumeric name="dei:EntityCentralIndexKey" contextRef="c-1">0001234567</ix:nonNumeric>
</ix:hidden><ix:resources><xbrli:context id="c-1">HIDDEN</xbrli:context></ix:resources></ix:header>
</div>"""


def text(words: str) -> str:
    return (
        '<div style="margin-bottom:6pt;text-align:justify"><span style="color:#000000;'
        f"font-family:'Times New Roman',serif;font-size:10pt;font-weight:400;"
        f'line-height:120%">{words}</span></div>\n'
    )


def bold(words: str, size: int = 10, extra: str = "") -> str:
    return (
        f'<div style="margin-bottom:6pt"><span style="color:#000000;font-family:Arial;'
        f'font-size:{size}pt;font-weight:700;{extra}line-height:120%">{words}</span></div>\n'
    )


def green(words: str) -> str:
    """A heading that only its colour lifts over others in bold."""
    return bold(words).replace("#000000", "#76b900")


def sub(words: str) -> str:
    return bold(words, extra="font-style:italic;")


def item(number: str, title: str) -> str:
    """The heading of an item, split over the cells of a table that lays it out."""
    cell = '<td style="width:9%"><span style="font-size:10pt;font-weight:700">'
    return f"<table><tr>{cell}{number}</span></td>{cell}{title}</span></td></tr></table>\n"


def contents(number: str, title: str, page: int) -> str:
    cells = f'<td><a href="#i1">{number}</a></td><td><a href="#i1">{title}</a></td><td>{page}</td>'
    return f"<table><tr>{cells}</tr></table>\n"


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td><span>{cell}</span></td><td></td>" for cell in cells) + "</tr>"


def amount(words: str) -> str:
    return (
        '<ix:nonFraction unitRef="usd" contextRef="c-1" decimals="-6" scale="6" '
        f'name="us-gaap:PurchaseObligation" id="f-1">{words}</ix:nonFraction>'
    )


def page_break(number: int) -> str:
    return (
        f'<div style="text-align:center"><span>{number}</span></div>'
        '<hr style="page-break-after:always"/>'
        '<div><a href="#toc">Table of Contents</a></div>'
        '<div><span style="font-weight:700">Acme Cloud Corp. and Subsidiaries</span></div>\n'
    )


def cover(form: str, date: str = "") -> str:
    tagged = f"FORM <ix:nonNumeric name='dei:DocumentType'>{form}</ix:nonNumeric>"
    reported = text(f"Date of Report (Date of earliest event reported): {date}") if date else ""
    return (
        _HEAD
        + bold("UNITED STATES<br/>SECURITIES AND EXCHANGE COMMISSION", 14)
        + text("Washington, D.C. 20549")
        + bold(tagged, 16)
        + reported
        + bold(
            "<ix:nonNumeric name='dei:EntityRegistrantName'>Acme Cloud Corp.</ix:nonNumeric>", 18
        )
        + text("(Exact name of registrant as specified in its charter)")
        + text("Indicate by check mark whether the registrant is a shell company. Yes ☐ No ☒")
    )


def annual_report() -> str:
    return (
        cover("10-K")
        + contents("Item 1.", "Business", 3)
        + contents("Item 7.", "Management’s Discussion and Analysis", 41)
        + contents("Item 8.", "Financial Statements and Supplementary Data", 60)
        + page_break(2)
        + item("Item 1.", "Business")
        + bold("Overview")
        + text("We were founded in a garage and have grown since; our culture is our strength.")
        + bold("Our Customers")
        + text("We rent computing capacity to laboratories and to companies of every size.")
        + sub("Concentration")
        + text("One customer, a large laboratory, accounted for 62% of our revenue in 2025.")
        + page_break(3)
        + bold("Human Capital")
        + text("We had 880 employees, of whom most work where our data centers are.")
        + item("Item 1A.", "Risk Factors")
        + sub("We depend on a limited number of customers for most of our revenue.")
        + text("The loss of any one of them would harm us, and two of them may leave in 2027.")
        + sub("Our stock price may vary.")
        + text("The market price of our shares has varied widely and may go on to do so.")
        + text("We have agreed to supply 250 MW to a hyperscaler from a site in Ohio by 2027.")
        + page_break(40)
        + item("ITEM 7.", "MANAGEMENT’S DISCUSSION AND ANALYSIS OF FINANCIAL CONDITION")
        + green("Results of Operations")
        + text("Revenue rose, since we rented more capacity than in the year before.")
        + green("Liquidity and Capital Resources")
        + text("Capital expenditures were $4.1 billion in 2025, and we expect them to double.")
        + bold("Material Uses of Funds")
        + text(f"We had purchase obligations of ${amount('16,245')} million at the year’s end.")
        + "<table>"
        + "<tr><td></td><td colspan='9' style='font-weight:700'>Year Ending</td></tr>"
        + row("Due in", "2026", "2027")
        + row("Purchase obligations", "$", amount("9,200"), "$", amount("7,045"))
        + row("Leases, not begun", "$", "(120", ")", "$", "—")
        + "</table>"
        + page_break(44)
        + item("Item 7.", "Management’s Discussion and Analysis (continued)")
        + text("We have letters of credit of $300 million, which expire in 2028.")
        + green("Critical Accounting Estimates")
        + text("We judge how long our servers last; six years is what we take for granted.")
        + page_break(59)
        + item("Item 8.", "Financial Statements and Supplementary Data")
        + bold("Note 1 – Summary of Significant Accounting Policies")
        + text("We consolidate those that we control, and remove what they owe each other.")
        + bold("Note 12 – Commitments and Contingencies")
        + text("In May 2025 we agreed to buy power for fifteen years from a plant in Texas.")
        + bold("Note 13 – Income Taxes (continued)")
        + text("We paid the taxes that we owed, at a rate of 21%.")
        + bold("Note 14 – Segments")
        + text("We have one segment, and its chief is our chief.")
        + text("Customers that represented 10% or more of our total revenue were as follows:")
        + "<table>"
        + row("", "2025", "2024")
        + row("Customer A", "62", "%", "41", "%")
        + "</table>"
        + text("Nearly all of our property stands in one country.")
        + bold("Note 15 – Subsequent Events")
        + text("In January 2026 a customer ordered capacity for $2.9 billion over five years.")
        + page_break(90)
        + item("Item 9B.", "Other Information")
        + text("None.")
        + bold("SIGNATURES")
        + "</body></html>"
    )


def current_report() -> str:
    return (
        cover("8-K", "July 14, 2026")
        + bold("Item 1.01&#160;&#160;Entry into a Material Definitive Agreement.")
        + text("On July 14, 2026, Acme entered into a lease with Larch Labs for 300 MW.")
        + bold("Item 5.02 Departure of Directors or Certain Officers.")
        + text("On July 13, 2026, a director told us that she will not stand again.")
        + bold("Item 7.01 Regulation FD Disclosure.")
        + text("A press release about the lease is furnished as Exhibit 99.1.")
        + bold("Item 9.01 Financial Statements and Exhibits.")
        + text("(d) Exhibits. 99.1 Press release of July 14, 2026.")
        + bold("SIGNATURE")
        + text("Pursuant to the requirements of the Act, this report was signed.")
        + "</body></html>"
    )
