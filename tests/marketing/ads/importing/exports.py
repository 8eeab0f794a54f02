"""Exports as the platforms write them, of figures that are known: headers, numbers and days of six languages, encodings
and delimiters. Nothing here knows how they are read."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

# day, campaign, impressions, clicks, spend, conversions, value of conversions
HEADERS = {
    "facebook": {
        "en": "Day|Campaign name|Impressions|Link clicks|Amount spent ({})|Results|Purchases conversion value",
        "fr": (
            "Jour|Nom de la campagne|Impressions|Clics sur un lien|Montant dépensé ({})|Résultats|"
            "Valeur de conversion des achats"
        ),
        "de": (
            "Tag|Kampagnenname|Impressionen|Link-Klicks|Ausgegebener Betrag ({})|Ergebnisse|Conversion-Wert von Käufen"
        ),
        "es": (
            "Día|Nombre de la campaña|Impresiones|Clics en el enlace|Importe gastado ({})|Resultados|"
            "Valor de conversión de compras"
        ),
        "nl": "Dag|Campagnenaam|Weergaven|Klikken op link|Besteed bedrag ({})|Resultaten|Conversiewaarde van aankopen",
        "pt": (
            "Dia|Nome da campanha|Impressões|Cliques no link|Valor usado ({})|Resultados|Valor de conversão da compra"
        ),
    },
    "google": {
        "en": "Day|Campaign|Impr.|Clicks|Cost|Conversions|Conv. value",
        "fr": "Jour|Campagne|Impr.|Clics|Coût|Conversions|Valeur de conv.",
        "de": "Tag|Kampagne|Impressionen|Klicks|Kosten|Conversions|Conv.-Wert",
        "es": "Día|Campaña|Impr.|Clics|Coste|Conversiones|Valor de conv.",
        "nl": "Dag|Campagne|Vertoningen|Klikken|Kosten|Conversies|Conv.waarde",
        "pt": "Dia|Campanha|Impr.|Cliques|Custo|Conversões|Valor conv.",
    },
    "linkedin": {
        "en": "Start Date (in UTC)|Campaign Name|Impressions|Clicks|Total Spent|Conversions|Total Conversion Value",
        "fr": (
            "Date de début (en UTC)|Nom de la campagne|Impressions|Clics|Total dépensé|Conversions|"
            "Valeur totale des conversions"
        ),
        "de": (
            "Startdatum (in UTC)|Kampagnenname|Impressions|Klicks|Gesamtausgaben|Conversions|Gesamter Conversion-Wert"
        ),
        "es": (
            "Fecha de inicio (en UTC)|Nombre de la campaña|Impresiones|Clics|Total gastado|Conversiones|"
            "Valor total de conversión"
        ),
        "nl": "Begindatum (in UTC)|Campagnenaam|Weergaven|Klikken|Totaal besteed|Conversies|Totale conversiewaarde",
        "pt": (
            "Data de início (em UTC)|Nome da campanha|Impressões|Cliques|Total gasto|Conversões|"
            "Valor total de conversão"
        ),
    },
}
CURRENCY = {
    "en": "Currency",
    "fr": "Devise",
    "de": "Währung",
    "es": "Moneda",
    "nl": "Valuta",
    "pt": "Moeda",
}
# What groups thousands, and what stands before decimals
MARKS = {"en": ",.", "fr": "\u202f,", "de": ".,", "es": ".,", "nl": ".,", "pt": ".,"}
DAYS = {"en": "%m/%d/%Y", "fr": "%d/%m/%Y", "de": "%d.%m.%Y", "es": "%d/%m/%Y", "nl": "%d-%m-%Y", "pt": "%d/%m/%Y"}
TOTALS = {"en": "Total: ", "fr": "Total\u00a0: ", "de": "Gesamt: ", "es": "Total: ", "nl": "Totaal: ", "pt": "Total: "}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-16-be-mark", "cp1252"]
# Letters that every one of the encodings has
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèàçüöñãß0123456789 -_&'\"=+@.,;:/()€–"
PLACES = ("impressions", "clicks", "spend", "conversions", "value")


@dataclass
class Export:
    platform: str
    locale: str
    rows: list
    encoding: str
    delimiter: str
    order: list
    iso_days: bool
    grouped: bool
    currency: str
    says_currency: bool
    breakdown: bool
    totals: bool
    preamble: bool
    extra: list = field(default_factory=list)

    @property
    def choices(self):
        """What its owner answers where the file leaves it open."""
        first_is_day = "dmy" if self.locale != "en" else "mdy"
        days = [row["day"] for row in self.rows]
        return {
            "platform": self.platform,
            "date_order": first_is_day,
            "decimal_mark": MARKS[self.locale][1],
            "currency": self.currency,
            "first_day": min(days),
            "last_day": max(days),
        }

    def sums(self):
        """{(campaign, day): {measure: Decimal}}, added up here."""
        found = {}
        for row in self.rows:
            at = found.setdefault((row["campaign"], row["day"]), dict.fromkeys(PLACES, Decimal(0)))
            for name in PLACES:
                at[name] += row[name]
        return found

    def number(self, amount):
        grouping, decimal = MARKS[self.locale]
        if self.encoding == "cp1252":
            grouping = grouping.replace("\u202f", "\u00a0")
        text = f"{amount:,f}" if self.grouped else f"{amount:f}"
        return text.replace(",", "G").replace(".", decimal).replace("G", grouping)

    def day(self, day):
        return day.isoformat() if self.iso_days else day.strftime(DAYS[self.locale])

    def cells(self, row):
        """{header: cell}"""
        names = HEADERS[self.platform][self.locale].format(self.currency).split("|")
        values = [self.day(row["day"]), row["campaign"], *(self.number(row[name]) for name in PLACES)]
        cells = dict(zip(names, values, strict=True))
        if self.platform != "facebook" and self.says_currency:
            cells[CURRENCY[self.locale]] = self.currency
        if self.breakdown:
            cells["Region"] = row["region"]
        return cells | dict.fromkeys(self.extra, "?")

    def total(self, names):
        sums = {name: sum((row[name] for row in self.rows), Decimal(0)) for name in PLACES}
        cells = self.cells(self.rows[0] | sums)
        own = HEADERS[self.platform][self.locale].format(self.currency).split("|")[:2]
        empty = "" if self.platform == "facebook" else " --"
        cells |= dict.fromkeys([*own, "Region", *self.extra], empty)
        if self.platform != "facebook":
            cells[next(name for name in names if name in own)] = TOTALS[self.locale]
        return cells

    def table(self):
        names = [*self.cells(self.rows[0])]
        names = [names[index % len(names)] for index in self.order if index < len(names)]
        rows = [self.cells(row) for row in self.rows]
        if self.totals:
            rows.append(self.total(names))
        return [names, *([row[name] for name in names] for row in rows)]

    def text(self):
        file = io.StringIO()
        if self.preamble and self.platform != "facebook":
            file.write(f"Report{self.delimiter}\r\n\r\n")
        csv.writer(file, delimiter=self.delimiter).writerows(self.table())
        return file.getvalue()

    def content(self):
        if self.encoding == "utf-16-be-mark":
            return b"\xfe\xff" + self.text().encode("utf-16-be")
        return self.text().encode(self.encoding)


def amounts(places, most):
    return st.decimals(0, most, places=places, allow_nan=False, allow_infinity=False)


names = st.sampled_from(["Total Wine", "=1+1", "Été – « promo »", "Totaal", "2026-03-01", "null"])
names |= st.text(LETTERS, min_size=2, max_size=20).map(str.strip).filter(lambda name: name.strip(" -–'"))
rows = st.fixed_dictionaries(
    {
        "campaign": names,
        "day": st.dates(date(2024, 1, 1), date(2027, 12, 31)),
        "region": st.sampled_from(["Lyon", "Paris", ""]),
        "impressions": st.integers(0, 9_999_999).map(Decimal),
        "clicks": st.integers(0, 99_999).map(Decimal),
        "spend": amounts(2, 999_999),
        "conversions": amounts(2, 9_999),
        "value": amounts(2, 999_999),
    }
)
exports = st.builds(
    Export,
    platform=st.sampled_from(list(HEADERS)),
    locale=st.sampled_from(list(DAYS)),
    rows=st.lists(rows, min_size=1, max_size=8),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(",;\t"),
    order=st.permutations(list(range(12))),
    iso_days=st.booleans(),
    grouped=st.booleans(),
    currency=st.sampled_from(["EUR", "USD", "PEN"]),
    says_currency=st.booleans(),
    breakdown=st.booleans(),
    totals=st.booleans(),
    preamble=st.booleans(),
    extra=st.sampled_from([[], ["Quality"]]),
)
