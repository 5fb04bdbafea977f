"""The indicators of administrative licences."""

from data_access.measure import Ratio, Share, Sum
from indicators.declaration import Band, Indicator

INDICATORS = (
    Indicator(code="licence.accepted", name="许可受理", unit="件", mart="licence_daily", measure=Sum("accepted"), definition="期内受理的行政许可申请件数"),
    Indicator(code="licence.finished", name="许可办结", unit="件", better="up", mart="licence_daily", measure=Sum("granted") + Sum("refused"),
        definition="期内办结的行政许可件数，含准予和不予许可"),
    Indicator(code="licence.finish_rate", name="许可办结率", unit="%", better="up", mart="licence_daily", measure=Share(Sum("granted") + Sum("refused"), Sum("accepted")),
        decimals=1, band=Band(low=90), definition="期内办结件数（准予＋不予）÷ 期内受理件数；跨期办结时可超过 100%"),
    Indicator(code="licence.online_rate", name="许可网办率", unit="%", better="up", mart="licence_daily", measure=Share(Sum("online"), Sum("accepted")),
        decimals=1, band=Band(low=85, high=100), definition="网上办理件数 ÷ 受理件数"),
    Indicator(code="licence.on_time_rate", name="许可按期办结率", unit="%", better="up", mart="licence_daily", measure=Share(Sum("on_time"), Sum("granted") + Sum("refused")),
        decimals=1, band=Band(low=98, high=100), definition="承诺期限内办结件数 ÷ 办结件数（准予＋不予）"),
    Indicator(code="licence.average_minutes", name="许可平均办理时长", unit="分钟", better="down", mart="licence_daily", measure=Ratio(Sum("minutes"), Sum("granted") + Sum("refused")),
        decimals=0, definition="办理总时长 ÷ 办结件数（准予＋不予）"),
    Indicator(code="licence.refused_rate", name="不予许可率", unit="%", mart="licence_daily", measure=Share(Sum("refused"), Sum("granted") + Sum("refused")),
        decimals=1, definition="不予许可件数 ÷ 办结件数（准予＋不予）"),
)  # fmt: skip
