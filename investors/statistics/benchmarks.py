"""What others tell of raising money, with where they tell it: lines to hold one's own figures against."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

FOUNDERSUITE = ("Foundersuite", "medium.com/foundersuite")
EQUITY_KICKER = ("The Equity Kicker, 2016", "theequitykicker.com")
DEALBOX = ("Dealbox", "dealbox.io")
METAL = ("Metal", "docs.metal.so")


@dataclass(frozen=True)
class Benchmark:
    """`figure` names one of figures.own_figures(); a share is told as such, else it is a number of investors."""

    figure: str
    label: str
    says: str
    source: tuple
    is_share: bool = True


BENCHMARKS = (
    Benchmark("investors", _("Investors on the list"), _("150 to 200 for a seed round"), FOUNDERSUITE, is_share=False),
    Benchmark("hits", _("From the list to a wire"), _("about 5 %"), FOUNDERSUITE),
    Benchmark("access", _("From a first contact to a meeting"), _("25 to 50 % of warm introductions"), DEALBOX),
    Benchmark("first_meetings", _("From the list to a first meeting"), _("6 % of what reaches a fund"), EQUITY_KICKER),
    Benchmark("deeper", _("From a first meeting to due diligence"), _("a second call for at least 10 %"), DEALBOX),
    Benchmark("passed", _("Investors who said no"), _("49 to 70 are usual"), DEALBOX, is_share=False),
    Benchmark("met", _("Investors met"), _("50 and more before term sheets"), METAL, is_share=False),
)
