// The ECharts parts that the wall draws with: a part that is not listed here is not in the file.
import { BarChart, CustomChart, HeatmapChart, LineChart, LinesChart, MapChart, PieChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent, AxisPointerComponent, DatasetComponent, GeoComponent, GraphicComponent, GridComponent, MarkAreaComponent,
  MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapPiecewiseComponent,
} from "echarts/components";
import { use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart, CustomChart, HeatmapChart, LineChart, LinesChart, MapChart, PieChart, ScatterChart,
  AriaComponent, AxisPointerComponent, DatasetComponent, GeoComponent, GraphicComponent, GridComponent, MarkAreaComponent,
  MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapPiecewiseComponent,
  LabelLayout, CanvasRenderer,
]);

export { dispose, getInstanceByDom, getMap, init, registerMap, registerTheme, version } from "echarts/core";
