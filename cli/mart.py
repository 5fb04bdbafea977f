"""The mart verbs: load, list, verify, and the contract of the tables."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from cli.mart_feeds import feeds
from cli.mart_verify import blinds, verify_centre
from data_access.batches import Batch, BatchPart, MartsFailed, Nature
from data_access.centre.kinds import TYPES
from data_access.load.judges import Judges
from data_access.load.loading import Order, Report, load
from data_access.mart_contract import contract, ddl
from data_access.marts import CentreMarts, Marts, marts_of, own_marts_of
from data_access.stores import outbox
from data_access.stores.engine import StoreFailed, store_of
from data_access.verification import verify
from enterprises.codes import is_valid_uscc, kind_of
from geo.regions import RegionsFailed, regions_of
from settings import Settings, settings

app = typer.Typer(help="主题库：装载、查看、核验。", no_args_is_help=True)
NATURES = {Nature.PRODUCTION: "正式", Nature.SAMPLE: "样本", Nature.DEMO: "演示"}


@app.command("load")
def load_files(
    target: Annotated[str, typer.Argument(help="主题表名，或导入格式名（如 registrations）。", metavar="TABLE")],
    files: Annotated[list[Path], typer.Argument(help="CSV（UTF-8 或 GB18030）或 Parquet 文件；几个文件成为一个批次。", metavar="FILE…")],
    source: Annotated[str | None, typer.Option(help="来源系统代码。缺省：导入格式自带的，或 manual。")] = None,
    nature: Annotated[Nature | None, typer.Option(help="数据性质。缺省：导入格式自带的，或 production。")] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="数据截止：2024-01-31，或带时区的时间。缺省：数据中最后一天（月、时）的末尾；无时间列的表取文件修改时间。"),
    ] = None,
) -> None:
    """把文件装载为一个批次：合格的行发布，不合格的行写入拒收文件；整批成功或什么都不变。"""
    knobs = settings()
    try:
        marts = own_marts_of(knobs)
        judges = Judges(locator=regions_of(knobs.province), is_credit_code=is_valid_uscc, kind_of_code=kind_of)
        order = Order(target=target, files=files, source=source, nature=nature, as_of=_moment(as_of, knobs.tz))
        report = load(marts, order, judges, now=datetime.now(UTC), tz=knobs.tz)
    except (MartsFailed, RegionsFailed) as error:
        _stop(str(error))
    _tell(report, knobs.tz)
    if report.batch:
        _announce(knobs, report.batch)


@app.command("list")
def list_batches() -> None:
    """列出现行批次。"""
    knobs = settings()
    marts = _marts()
    head = ("表", "批次", "来源", "性质", "截止", "行数", "现行", "拒收", "到达")
    try:
        lines = [_line(batch, part, knobs.tz) for batch in marts.batches() for part in batch.parts if part.live]
    except MartsFailed as error:
        _stop(str(error))
    if not lines:
        if isinstance(marts, CentreMarts):
            typer.echo(f"数据中心主题库 {marts.link.shown} 还没有登记批次：请数据中心装载并在 mart_batch 登记。")
        else:
            typer.echo(f"主题库 {marts.folder} 还没有批次：用 yiping mart load 装载，或用 yiping demo build 生成演示省。")
        return
    lines.sort(key=lambda line: (line[0], int(line[1])))
    widths = [max(_width(line[place]) for line in (head, *lines)) for place in range(len(head))]
    for line in (head, *lines):
        typer.echo(
            "  ".join(
                _padded(text, width, right=place in (1, 5, 6, 7)) for place, (text, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
        )


@app.command("verify")
def verify_marts(
    url: Annotated[
        str | None,
        typer.Option(
            help="数据中心主题库的地址（postgresql+psycopg://… 或 clickhousedb://…）。缺省：YIPING_MARTS_URL，未设则核验本机批次。"
        ),
    ] = None,
    days: Annotated[int, typer.Option(min=0, help="数据中心主题库只核验最近这么多天的事实数据；0 为全部。")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出数据中心主题库的核验结果。")] = False,
) -> None:
    """核验主题库：本机批次的文件指纹、行数、主键、列；或数据中心库的表、列、类型、主键、区划、日期、批次和权限。有问题时退出码为 1。"""
    knobs = settings()
    place = url or knobs.marts_url
    if place:
        try:
            sound = verify_centre(knobs, place, days=days, as_json=as_json)
        except (MartsFailed, RegionsFailed) as error:
            _stop(str(error))
        raise typer.Exit(0 if sound else 1)
    _verify_files(own_marts_of(knobs))


def _verify_files(marts: Marts) -> None:
    faults = verify(marts, blinds)
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(1)
    try:
        batches = marts.batches()
    except MartsFailed as error:
        _stop(str(error))
    typer.echo(f"核验通过：{len(batches)} 个批次，{sum(state.rows for state in marts.tables().values()):,} 行。")


@app.command("contract")
def print_contract(
    engine: Annotated[str | None, typer.Option("--ddl", help="改为打印建表语句：postgresql 或 clickhouse。")] = None,
) -> None:
    """打印主题表合同（docs/marts.md 的内容），或供 DBA 粘贴的建表语句。"""
    if engine not in (None, *TYPES):
        raise typer.BadParameter(f"请写 {' 或 '.join(TYPES)}", param_hint="--ddl")
    typer.echo(ddl(engine) if engine else contract(feeds()), nl=False)


def _announce(knobs: Settings, batch: Batch) -> None:
    """Let the open pages hear of the batch. It is published whether or not they do."""
    if not knobs.store_url and not (knobs.home / "store.sqlite").exists():
        return  # never started: there is no page to tell
    try:
        with store_of(knobs).write() as connection:
            outbox.put(connection, [part.table for part in batch.parts], datetime.now(UTC))
    except StoreFailed as error:
        typer.echo(f"批次已发布，但没能通知已打开的页面，请刷新页面。{error}", err=True)


def _line(batch: Batch, part: BatchPart, tz: ZoneInfo) -> tuple[str, ...]:
    counts = (f"{part.rows:,}", f"{part.visible_rows:,}", f"{part.rejected:,}")
    return (
        part.table, str(batch.number), batch.source, NATURES[batch.nature], _short(batch.as_of, tz), *counts, _short(batch.loaded_at, tz),
    )  # fmt: skip


def _marts() -> Marts | CentreMarts:
    try:
        return marts_of(settings())
    except MartsFailed as error:
        _stop(str(error))


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _moment(text: str | None, tz: ZoneInfo) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        _stop(f"--as-of {text} 不是时间：请写 2024-01-31 或 2024-01-31T08:00:00+08:00。")
    if len(text) == 10:
        return datetime.combine(found.date() + timedelta(days=1), time(), tz) - timedelta(seconds=1)
    if found.tzinfo is None:
        _stop(f"--as-of {text} 缺时区：请写 2024-01-31T08:00:00+08:00。")
    return found


def _tell(report: Report, tz: ZoneInfo) -> None:
    merged = f" + 并入他行 {report.merged:,} 行（区划撤并）" if report.merged else ""
    typer.echo(f"读入 {report.read:,} 行 = 发布 {report.published:,} 行{merged} + 拒收 {report.rejected:,} 行。")
    batch = report.batch
    if batch:
        tables = "、".join(f"{part.table} {part.rows:,} 行" for part in batch.parts)
        typer.echo(f"批次 {batch.number}：{tables}；来源 {batch.source}，{NATURES[batch.nature]}数据，截止 {_short(batch.as_of, tz)}。")
    if report.rejects:
        typer.echo(f"拒收的行及原因见 {report.rejects}", err=True)


def _short(moment: datetime, tz: ZoneInfo) -> str:
    return f"{moment.astimezone(tz):%Y-%m-%d %H:%M}"


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
