"""The numbers of cameras: how many are registered and how many show a live picture."""

from datetime import timedelta

from indicators.counted import Counted

OFFICE, RHYTHM = "信息中心", timedelta(minutes=15)

COUNTED = (
    Counted(
        code="camera.live", name="在线摄像机", unit="路", owner=OFFICE, rhythm=RHYTHM, counted_in=("camera",), better="up",
        definition="状态为在线的摄像机路数；停更、离线、冻结、黑屏和仅登记的不计",
    ),
    Counted(
        code="camera.registered", name="已登记摄像机", unit="路", owner=OFFICE, rhythm=RHYTHM, counted_in=("camera",),
        definition="已登记的摄像机路数，不论状态",
    ),
)  # fmt: skip
