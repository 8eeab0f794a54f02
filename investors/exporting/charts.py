"""The charts of a PDF."""

from itertools import cycle

from django.utils.formats import number_format
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics

from webox.lib.wrapping import wrapped

HEIGHT, SIZE = 180, 6.5
DASHES = [2, 2]
COLORS = [HexColor(color) for color in ("#0f766e", "#4263eb", "#e8590c", "#ae3ec9")]
INK, QUIET, RULE = HexColor("#1f2937"), HexColor("#5b6675"), HexColor("#d5dae1")


def draw(chart, width, fonts):
    medium, bold = fonts
    drawing = Drawing(width, HEIGHT)
    drawing.add(String(0, HEIGHT - 12, chart.title, fontName=bold, fontSize=9, fillColor=INK))
    series = [
        (name, values, color, False) for (name, values), color in zip(chart.bars or chart.lines, COLORS, strict=False)
    ]
    for (name, number), color in zip(chart.targets, COLORS, strict=False):
        if number:
            series.append((name, [number] * len(chart.labels), color, True))
    if len(series) > 1:
        legend(drawing, series, medium)
    plot = VerticalBarChart() if chart.bars else HorizontalLineChart()
    plot.x, plot.y, plot.width, plot.height = 34, 32, width - 40, HEIGHT - 74
    plot.data = [[float(value) for value in values] for _name, values, _color, _is_target in series]
    axes(plot, chart, medium)
    style(plot, series, bool(chart.bars), medium)
    drawing.add(plot)
    return drawing


def axes(plot, chart, font):
    highest = max((value for values in plot.data for value in values), default=0)
    step = step_of(highest)
    values, labels = plot.valueAxis, plot.categoryAxis
    values.valueMin, values.valueStep = 0, step
    values.valueMax = max(step * -(-highest // step), step)
    values.labelTextFormat = shown
    values.visibleGrid, values.gridStrokeColor, values.gridStrokeWidth = True, RULE, 0.4
    values.strokeColor = None
    labels.categoryNames, labels.strokeColor = [in_lines(str(label), plot, chart, font) for label in chart.labels], RULE
    for axis in (values, labels):
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = font, SIZE, QUIET


def step_of(highest):
    """The distance of the lines: 1, 2 or 5 times a power of ten, about five of them."""
    step = 1
    for factor in cycle((2, 2.5, 2)):
        if highest <= step * 5:
            return step
        step *= factor


def in_lines(label, plot, chart, font):
    """A label in lines that do not run into the next one."""
    room = plot.width / len(chart.labels) - 4
    return "\n".join(wrapped(label.split(" "), lambda text: pdfmetrics.stringWidth(text, font, SIZE), room))


def style(plot, series, is_bars, font):
    for number, (_name, _values, color, is_target) in enumerate(series):
        if is_bars:
            plot.bars[number].fillColor, plot.bars[number].strokeColor = color, None
            continue
        plot.lines[number].strokeColor, plot.lines[number].strokeWidth = color, 1 if is_target else 1.5
        if is_target:
            plot.lines[number].strokeDashArray = DASHES
    if is_bars:
        plot.groupSpacing, plot.barSpacing = 6, 1
        plot.barLabelFormat = lambda value: shown(value) if value else ""
        plot.barLabels.fontName, plot.barLabels.fontSize, plot.barLabels.nudge = font, 6, 5


def shown(value):
    return number_format(value, 0, use_l10n=True, force_grouping=True)


def legend(drawing, series, font):
    left = 0
    for name, _values, color, is_target in series:
        if is_target:
            drawing.add(Line(left, HEIGHT - 23, left + 7, HEIGHT - 23, strokeColor=color, strokeDashArray=DASHES))
        else:
            drawing.add(Rect(left, HEIGHT - 27, 7, 7, fillColor=color, strokeColor=None))
        drawing.add(String(left + 10, HEIGHT - 26, name, fontName=font, fontSize=7, fillColor=QUIET))
        left += 22 + pdfmetrics.stringWidth(name, font, 7)
