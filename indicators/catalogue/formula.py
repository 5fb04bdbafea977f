"""The numbers of infant formula: its lots in the chain of tracing, counted one by one."""

from datetime import timedelta

from indicators.counted import Counted

OFFICE, DAILY, TABLES, PERIOD = "食品生产处", timedelta(days=1), ("product_batch", "batch_movement"), "近 180 天生产的批次"

COUNTED = (
    Counted(code="formula.lots", name="婴配乳粉批次", unit="批次", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, period=PERIOD,
        definition="近 180 天生产、在本地生产或流经本地的婴幼儿配方乳粉批次"),
    Counted(code="formula.moved", name="已流转批次", unit="批次", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, period=PERIOD, definition="其中本地已有流转记录的批次"),
    Counted(code="formula.complete", name="婴配乳粉链条完整批次", unit="批次", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, better="up", period=PERIOD,
        definition="已流转批次中每一笔流转都写明去向的批次"),
    Counted(code="formula.complete_rate", name="婴配乳粉链条完整率", unit="%", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, better="up", decimals=1, period=PERIOD,
        definition="链条完整批次 ÷ 已流转批次"),
    Counted(code="formula.untold", name="去向未载明", unit="件", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, better="down", period=PERIOD,
        definition="流转记录没有写明去向的数量"),
    Counted(code="formula.sealed_lots", name="已封存批次", unit="批次", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, period=PERIOD,
        definition="有就地封存记录的批次"),
    Counted(code="formula.sealed", name="封存数量", unit="件", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, period=PERIOD, definition="就地封存的数量"),
    Counted(code="formula.sold", name="售出数量", unit="件", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, period=PERIOD, definition="售予消费者的数量"),
    Counted(code="formula.received", name="流入数量", unit="件", owner=OFFICE, rhythm=DAILY, counted_in=TABLES, period=PERIOD, definition="本地单位购入的数量，逐级各计一次"),
    Counted(code="formula.made", name="婴配乳粉生产数量", unit="件", owner=OFFICE, rhythm=DAILY, counted_in=("product_batch",), period=PERIOD, definition="本地生产的批次的数量"),
)  # fmt: skip
