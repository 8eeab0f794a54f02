"""The traps of the files that people really have, one by one."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from marketing.ads.importing.cells import amount
from marketing.ads.importing.facts import Named
from tests.marketing.ads.importing.files import read, sample
from webox.lib.tablefaults import Unreadable

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def day(text):
    found = date.fromisoformat(text)
    return found, found


def figures(report):
    """{(campaign, first day, last day): [impressions, clicks, conversions, spend, value]} of all levels."""
    names = {key: named.name for key, named in report.facts.campaigns.items()}
    found = {}
    for key, spans in report.facts.figures.items():
        for span, rows in spans.items():
            sums = [sum(amounts) for amounts in zip(*rows.values(), strict=True)]
            found[names[key], *span] = sums
    return found


def places(report):
    """{(campaign, ad set, ad)} by their names."""
    facts = report.facts
    return {
        (
            facts.campaigns[key].name,
            facts.ad_sets[key, set_key].name if set_key is not None else None,
            ad_key and facts.ads[key, set_key, ad_key].name,
        )
        for key, spans in facts.figures.items()
        for rows in spans.values()
        for set_key, ad_key, _currency in rows
    }


def decimals(*texts):
    return [Decimal(text) for text in texts]


def test_linkedin_today(tmp_path):
    report = read(tmp_path, sample("linkedin-ads.csv"))
    assert (report.platform, report.locale, report.level, report.date_order) == ("linkedin", "en", "ad", "mdy")
    assert (report.covered, report.rows, len(report.totals), report.warnings) == (MARCH, 4, 1, [])
    assert figures(report) == {
        ("Printemps", *day("2026-03-13")): decimals("12800", "35", "2.5", "1300", "0"),
        ("Printemps", *day("2026-03-14")): decimals("1000", "9", "1", "98", "0"),
        ("=Été", *day("2026-03-14")): decimals("110", "1", "0", "10.05", "0"),
    }
    assert ("Printemps", "Gérants", "Vidéo") in places(report)
    assert report.unmapped == []


def test_linkedin_with_its_old_names(tmp_path):
    report = read(tmp_path, sample("linkedin-oud.xls"), date_order="dmy")
    assert (report.locale, report.level, report.table.layout.encoding) == ("nl", "ad_set", "utf-16-le")
    assert places(report) == {("Voorjaar", "Kappers", None)}
    assert report.notes[0].startswith("The file has LinkedIn’s old names")
    [named] = report.facts.ad_sets.values()
    assert named == Named("601", "Kappers", "paused", "")


def test_rows_of_a_whole_linkedin_report_are_a_period(tmp_path):
    report = read(tmp_path, sample("linkedin-march.csv"))
    assert list(figures(report)) == [("Printemps", *MARCH)]
    assert report.notes[-1] == "Figures of several days together are kept as periods, and never booked on one day."
    # A report of one day is that day.
    text = sample("linkedin-march.csv").decode("utf-16").replace("March 31", "March 1")
    assert list(figures(read(tmp_path, text))) == [("Printemps", *day("2026-03-01"))]


LINKEDIN = "Start Date (in UTC)\tCampaign Name\tCurrency\tTotal Spent\tImpressions\tClicks\n"


@pytest.mark.parametrize(
    ("starts", "spans"),
    [
        (["1/1/2026", "2/1/2026", "3/1/2026"], [("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31")]),
        (["3/2/2026", "3/9/2026", "3/16/2026"], [("2026-03-02", "2026-03-08"), ("2026-03-16", "2026-03-22")]),
        (["3/14/2026", "3/15/2026"], [("2026-03-14", "2026-03-14"), ("2026-03-15", "2026-03-15")]),
    ],
)
def test_linkedins_months_weeks_and_days(starts, spans, tmp_path):
    text = LINKEDIN + "".join(f"{start}\tA\tEUR\t1.50\t10\t1\n" for start in starts)
    found = sorted(span for _name, *span in figures(read(tmp_path, text, date_order="mdy")))
    assert [found[0], found[-1]] == [[date.fromisoformat(each) for each in span] for span in spans]


def test_a_report_that_begins_within_a_month_names_that_day_for_it(tmp_path):
    text = LINKEDIN + "".join(f"{start}\tA\tEUR\t1.50\t10\t1\n" for start in ("8/15/2026", "9/1/2026"))
    above = "Report Start: August 15, 2026\nReport End: {}\n\n"
    september = ("A", date(2026, 9, 1), date(2026, 9, 20))
    report = read(tmp_path, above.format("September 20, 2026") + text)
    assert list(figures(report)) == [("A", date(2026, 8, 15), date(2026, 8, 31)), september]
    report = read(tmp_path, text + "10/1/2026\tA\tEUR\t1.50\t10\t1\n")
    assert ("A", date(2026, 10, 1), date(2026, 10, 31)) in figures(report)
    text = text.replace("8/15", "8/31")
    report = read(tmp_path, above.replace("15", "31").format("September 20, 2026") + text)
    assert list(figures(report)) == [("A", *day("2026-08-31")), ("A", *day("2026-09-01"))]


def test_one_start_alone_does_not_say_how_long_it_lasts(tmp_path):
    text = LINKEDIN + "3/14/2026\tA\tEUR\t1.50\t10\t1\n"
    report = read(tmp_path, text)
    assert (set(report.questions), report.open) == ({"first_day", "last_day"}, ["first_day", "last_day"])
    report = read(tmp_path, text, first_day=date(2026, 3, 14), last_day=date(2026, 3, 20))
    assert list(figures(report)) == [("A", date(2026, 3, 14), date(2026, 3, 20))]


def test_an_end_date_says_it(tmp_path):
    text = LINKEDIN.replace("\n", "\tEnd Date (in UTC)\n") + "3/14/2026\tA\tEUR\t1.50\t10\t1\t3/20/2026\n"
    assert list(figures(read(tmp_path, text))) == [("A", date(2026, 3, 14), date(2026, 3, 20))]
    with pytest.raises(Unreadable, match="Row 2"):
        read(tmp_path, text.replace("3/20", "3/13"))


def test_meta_in_french(tmp_path):
    report = read(tmp_path, sample("meta-jours.csv"))
    assert (report.platform, report.locale, report.level, report.currency) == ("facebook", "fr", "ad_set", "EUR")
    assert (report.decimal_mark, report.rows, len(report.totals), report.warnings) == (",", 3, 1, [])
    # Ages added up; people reached are no conversions; “Fin” is the end of the schedule.
    assert figures(report) == {
        ("Total Wine", *day("2026-03-01")): decimals("5010", "34", "3", "51.75", "180"),
        ("Notoriété", *day("2026-03-02")): decimals("1000", "10", "0", "10", "0"),
    }
    assert "“Clics (tous)” also counts clicks that lead nowhere, and is left out." in report.notes[0]
    assert report.notes[-1] == ("1 row was added to another one of the same day: the file parts them by “Âge”.")


def test_meta_without_days_is_a_period(tmp_path):
    report = read(tmp_path, sample("meta-mes.csv"))
    assert (report.locale, report.currency, report.unmapped) == ("es", "PEN", ["Finalización"])
    assert figures(report) == {("Promoción", *MARCH): decimals("9100", "90", "7", "310.2", "0")}
    assert report.notes[0].startswith("The file has no link clicks: “Clics (todos)” is taken")
    one_day = sample("meta-mes.csv").replace(b"2026-03-31", b"2026-03-01")
    assert list(figures(read(tmp_path, one_day))) == [("Promoción", *day("2026-03-01"))]


def test_google_days_with_two_totals_rows(tmp_path):
    report = read(tmp_path, sample("google-days.csv"))
    assert (report.platform, report.rows, len(report.totals)) == ("google", 3, 2)
    # That of the campaigns agrees; that of the account counts campaigns which are not in the file.
    assert report.warnings == []
    assert figures(report) == {
        ("Total Wine", *day("2026-03-02")): decimals("1500", "15", "1.75", "1254.56", "90"),
        ("Brand", *day("2026-03-03")): decimals("7", "0", "0", "0", "0"),
    }
    assert [named.status for named in report.facts.campaigns.values()] == ["active", "paused"]


def test_google_in_german_and_utf16(tmp_path):
    report = read(tmp_path, sample("google-tage.csv"))
    assert (report.locale, report.date_order, report.decimal_mark, report.level) == ("de", "dmy", ",", "ad_set")
    assert (report.covered, len(report.totals), report.warnings) == (MARCH, 1, [])
    assert figures(report)["Frühling", *day("2026-03-14")] == decimals("12345", "31", "1.33", "1234.5", "99.9")


def test_google_over_its_range(tmp_path):
    text = "Campaign report\n{}\nCampaign,Currency code,Impr.,Clicks,Cost\nA,EUR,1,1,1.00\n"
    for line in (
        '"March 1, 2026 - March 31, 2026"',
        "March 1, 2026 - March 31, 2026",
        "2026-03-01 - 2026-03-31",
        "01.03.2026 - 31.03.2026",
        "1 mars 2026 - 31 mars 2026",
        "1 de março de 2026 - 31 de março de 2026",
        "1 de marzo de 2026 – 31 de marzo de 2026",
        "1 mrt 2026 - 31 mrt 2026",
        "1. März 2026 – 31. März 2026",
    ):
        assert list(figures(read(tmp_path, text.format(line)))) == [("A", *MARCH)]
    assert set(read(tmp_path, text.format("All time")).questions) == {"first_day", "last_day"}


@pytest.mark.parametrize(
    ("header", "cell", "span"),
    [
        ("Week", "2026-03-02", ("2026-03-02", "2026-03-08")),
        ("Month", "2026-02-01", ("2026-02-01", "2026-02-28")),
        ("Month", "February 2026", ("2026-02-01", "2026-02-28")),
        ("Quarter", "2026-10-01", ("2026-10-01", "2026-12-31")),
        ("Year", "2026", ("2026-01-01", "2026-12-31")),
    ],
)
def test_google_by_weeks_and_months(header, cell, span, tmp_path):
    text = f"{header},Campaign,Currency code,Impr.,Clicks,Cost\n{cell},A,EUR,1,1,1.00\n"
    assert list(figures(read(tmp_path, text))) == [("A", *(date.fromisoformat(each) for each in span))]


GOOGLE = "Day,Campaign,Currency code,Impr.,Clicks,Cost,Conversions\n"


def test_a_part_over_twelve_decides_for_the_whole_file(tmp_path):
    text = GOOGLE + "03/04/2026,A,EUR,1,1,1.00,0\n{},A,EUR,1,1,1.00,0\n"
    assert read(tmp_path, text.format("13/04/2026")).date_order == "dmy"
    assert read(tmp_path, text.format("03/13/2026")).date_order == "mdy"
    assert set(read(tmp_path, text.format("03/05/2026")).questions) == {"date_order"}
    # The same either way round is no question.
    assert read(tmp_path, GOOGLE + "03/03/2026,A,EUR,1,1,1.00,0\n").questions == {}


def test_the_range_of_the_report_decides_where_only_one_order_fits(tmp_path):
    text = "Campaign report\n{}\n" + GOOGLE + "03/04/2026,A,EUR,1,1,1.00,0\n"
    assert read(tmp_path, text.format("March 1 2026 - March 31 2026")).date_order == "mdy"
    assert set(read(tmp_path, text.format("March 1 2026 - April 30 2026")).questions) == {"date_order"}


def test_a_mark_that_can_be_read_in_two_ways_is_asked(tmp_path):
    text = GOOGLE + '2026-03-01,A,EUR,1,1,"1,234",0\n'
    assert set(read(tmp_path, text).questions) == {"decimal_mark"}
    assert figures(read(tmp_path, text, decimal_mark="."))["A", *day("2026-03-01")][3] == 1234
    assert figures(read(tmp_path, text, decimal_mark=","))["A", *day("2026-03-01")][3] == Decimal("1.234")
    # Impressions have no decimals: what groups them decides.
    report = read(tmp_path, text.replace("EUR,1,", 'EUR,"1,000",'))
    assert (report.decimal_mark, figures(report)["A", *day("2026-03-01")][3]) == (".", 1234)


@pytest.mark.parametrize("empty", ["--", " --", "", "-", "—", "< 10%", "N/A"])
def test_what_stands_for_nothing_is_nothing(empty, tmp_path):
    report = read(tmp_path, GOOGLE + f'2026-03-01,A,EUR,5,1,1.00,"{empty}"\n')
    assert figures(report)["A", *day("2026-03-01")] == decimals("5", "1", "0", "1", "0")


def test_currencies_are_never_added(tmp_path):
    text = GOOGLE + "2026-03-01,A,EUR,5,1,1.00,0\n2026-03-01,A,USD,5,1,2.00,0\nTotal: Account,--,EUR,11,2,9.00,0\n"
    report = read(tmp_path, text)
    assert (report.currencies, report.currency, report.warnings) == (["EUR", "USD"], "", [])
    [rows] = next(iter(report.facts.figures.values())).values()
    assert {currency: amounts[3] for (_set, _ad, currency), amounts in rows.items()} == {"EUR": 1, "USD": 2}


def test_where_a_currency_is_found(tmp_path):
    plain = "Day,Campaign,Impr.,Clicks,Cost\n2026-03-01,A,1,1,1.00\n"
    assert set(read(tmp_path, plain).questions) == {"currency"}
    assert read(tmp_path, plain, currency="CHF").currencies == ["CHF"]
    assert read(tmp_path, plain.replace("Cost", "Cost (GBP)")).currencies == ["GBP"]
    assert read(tmp_path, plain.replace("Cost", "Cost (€)")).currencies == ["EUR"]
    assert read(tmp_path, "Report\nCurrency: SEK\n" + plain, currency="EUR").currencies == ["SEK"]
    # A row that names none has that of the others.
    assert read(tmp_path, GOOGLE + "2026-03-01,A,EUR,1,1,1,0\n2026-03-02,A,--,1,1,1,0\n").currencies == ["EUR"]


def test_a_sum_that_differs_is_a_warning(tmp_path):
    text = GOOGLE + "2026-03-01,A,EUR,5,1,1.00,0\nTotal: Campaigns,--,EUR,6,1,1.01,0\n"
    assert read(tmp_path, text).warnings == ["Impressions: our sum is 5, the totals row of the file says 6."]


def test_totals_in_every_language_and_campaigns_called_so(tmp_path):
    text = "Campaign,Day,Currency code,Impr.,Clicks,Cost\n"
    for total in ("Total: Account", "Total : Compte", "Gesamt: Konto", "Total: cuenta", "Totaal: account", "TOTAL: x"):
        text += f"{total}, --,EUR,1,1,1.00\n"
    for name in ("Total Wine", "Totally: free", "Gesamt", "Total: Wine", "null"):
        text += f"{name},2026-03-01,EUR,1,1,1.00\n"
    report = read(tmp_path, text)
    assert len(report.totals) == 6
    assert sorted(named.name for named in report.facts.campaigns.values()) == [
        "Gesamt",
        "Total Wine",
        "Total: Wine",
        "Totally: free",
        "null",
    ]


def test_rows_that_name_no_ad_lift_their_day_to_the_level_above(tmp_path):
    text = "Day,Campaign,Ad group,Ad name,Currency code,Impr.,Clicks,Cost\n"
    text += "2026-03-01,A,X,One,EUR,1,0,0\n2026-03-01,A,X, --,EUR,2,0,0\n2026-03-02,A,X,One,EUR,4,0,0\n"
    report = read(tmp_path, text)
    assert places(report) == {("A", "X", None), ("A", "X", "One")}
    assert figures(report)["A", *day("2026-03-01")][0] == 3
    assert any("one level higher" in note for note in report.notes)


def test_equal_rows_are_added_up_and_told(tmp_path):
    report = read(tmp_path, GOOGLE + "2026-03-01,A,EUR,5,1,1.00,0\n" * 2)
    assert figures(report)["A", *day("2026-03-01")][0] == 10
    assert report.notes[-1] == "1 row is about the same as another one, and was added to it."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding, delimiter, tmp_path):
    lines = [["Jour", "Campagne", "Coût", "Clics", "Code devise"], ["2026-03-01", "Été « œuf »", "1.50", "3", "EUR"]]
    text = "Rapport\r\n\r\n" + "".join(delimiter.join(line) + "\r\n" for line in lines)
    report = read(tmp_path, text.encode(encoding))
    assert (report.table.layout.encoding, report.table.layout.delimiter) == (encoding, delimiter)
    assert figures(report) == {("Été « œuf »", *day("2026-03-01")): decimals("0", "3", "0", "1.5", "0")}


def test_a_workbook_with_numbers_and_days_as_such(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["Read me"])
    sheet = book.create_sheet("Raw")
    sheet.append(
        ["Jour", "Nom de la campagne", "Montant dépensé (EUR)", "Impressions", "Clics sur un lien", "Résultats"]
    )
    sheet.append([datetime(2026, 3, 4), "=1+1", 1.234, 1000, 3, 0.125])
    sheet.append([datetime(2026, 3, 5), "A", 1234.5, 2000, 4, None])
    file = io.BytesIO()
    book.save(file)
    report = read(tmp_path, file.getvalue())
    assert (report.table.layout.format, report.table.layout.sheet, report.questions) == ("xlsx", "Raw", {})
    assert figures(report)["A", *day("2026-03-05")] == decimals("2000", "4", "0", "1234.5", "0")


def test_line_breaks_and_delimiters_within_quotes_stay_there(tmp_path):
    header = ["Start Date", "Campaign Name", "Ad Introduction Text", "Currency", "Total Spent", "Clicks"]
    text = "Report Start\tMarch 1, 2026\n\n" + "\t".join(header) + "\n"
    text += '3/14/2026\tA\t"one\n\ttwo\t\t\t\n3/14/2026\tno\trow"\tEUR\t1.00\t1\n3/15/2026\tB\tx\tEUR\t1.00\t2\n'
    assert {name: sums[1] for (name, *_), sums in figures(read(tmp_path, text)).items()} == {"A": 1, "B": 2}


def test_text_below_the_table_is_no_row(tmp_path):
    report = read(tmp_path, GOOGLE + "2026-03-01,A,EUR,5,1,1.00,0\n\nFigures may change for 30 days\n")
    assert (report.rows, list(figures(report))) == (1, [("A", *day("2026-03-01"))])


def test_ads_without_their_ad_sets(tmp_path):
    text = (
        "Day,Campaign name,Ad name,Impressions,Amount spent (EUR)\n2026-03-01,A,One,1,0.10\n2026-03-01,A,Two,2,0.20\n"
    )
    report = read(tmp_path, text)
    assert (report.level, places(report)) == ("ad", {("A", "A", "One"), ("A", "A", "Two")})


def test_the_first_line_of_excel_is_no_preamble(tmp_path):
    report = read(tmp_path, "sep=;\n" + (GOOGLE + "2026-03-01,A,EUR,5,1,1.00,0\n").replace(",", ";"))
    assert figures(report)["A", *day("2026-03-01")] == decimals("5", "1", "0", "1", "0")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("R$ 1.234,50", ",", "1234.5"),
        ("US$1,234.50", ".", "1234.5"),
        ("1'234.50 CHF", ".", "1234.5"),
        ("1 234,50 zł", ",", "1234.5"),
        ("(12.00)", ".", "-12"),
        ("−3,5", ",", "-3.5"),
        (".5", ".", "0.5"),
        ("1,23,456.70", ".", "123456.7"),
    ],
)
def test_amounts_as_platforms_write_them(text, mark, value):
    assert amount(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", ["1.2K", "5th", "1.2.3", "1,2,3", "12e3", "٣", "²", "1 2a", "EUR", "1-2", "=1+1"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        amount(text, ".")


def test_numbers_tell_campaigns_of_one_name_apart(tmp_path):
    text = "Day,Campaign,Campaign ID,Currency code,Impr.,Clicks,Cost\n"
    report = read(tmp_path, text + "2026-03-01,A,1,EUR,5,1,1.00\n2026-03-01,A,2,EUR,6,1,1.00\n")
    assert sorted(report.facts.figures) == [("id", "1"), ("id", "2")]


def test_a_name_that_was_made_harmless_for_a_spreadsheet_is_itself_again(tmp_path):
    report = read(tmp_path, GOOGLE + "2026-03-01,'=SUM(A1),EUR,5,1,1.00,0\n")
    assert [named.name for named in report.facts.campaigns.values()] == ["=SUM(A1)"]
