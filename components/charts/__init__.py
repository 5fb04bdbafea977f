"""The chart functions: pure, frame → ECharts option."""
