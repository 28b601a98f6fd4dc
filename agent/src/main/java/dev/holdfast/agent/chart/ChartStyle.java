package dev.holdfast.agent.chart;

/**
 * How large a chart is and what it is made of.
 *
 * @param columns width in characters, axis and all
 * @param rows height of the field, without axis and legend
 * @param palette colours of the lines
 * @param glyphs characters
 * @param unit what is measured
 */
public record ChartStyle(int columns, int rows, Palette palette, Glyphs glyphs, Unit unit) {}
