package dev.holdfast.agent.text;

import dev.holdfast.storage.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Splits the labels of some series into those that they share and those that tell them apart: the one is said once, the
 * other for each.
 */
public final class LabelColumns {
    private final Labels common;
    private final List<String> varying = new ArrayList<>();

    /** The split for these series. */
    public LabelColumns(List<Labels> series) {
        TreeSet<String> names = new TreeSet<>();
        series.forEach(labels -> names.addAll(labels.names()));
        Labels.Builder shared = new Labels.Builder();
        for (String name : names) {
            String first = series.get(0).get(name);
            if (series.size() > 1
                    && series.stream().anyMatch(labels -> !labels.get(name).equals(first))) {
                varying.add(name);
            } else {
                shared.set(name, first);
            }
        }
        common = shared.build();
    }

    /** What all of them have. */
    public Labels common() {
        return common;
    }

    /** Names of the labels that tell them apart, sorted; the metric name first. */
    public List<String> varying() {
        return varying;
    }

    /** The same as headings of a table. */
    public List<String> titles() {
        List<String> titles = new ArrayList<>();
        varying.forEach(name -> titles.add(name.equals(Labels.METRIC_NAME) ? "METRIC" : name));
        return titles;
    }

    /** The values of a series under {@link #varying()}; empty where it lacks one. */
    public List<String> cells(Labels labels) {
        List<String> cells = new ArrayList<>();
        varying.forEach(name -> cells.add(labels.get(name)));
        return cells;
    }

    /** What tells a series apart, for a legend: {@code cpu=0 mode=user}; the whole of it when nothing does. */
    public String legend(Labels labels) {
        StringBuilder out = new StringBuilder();
        for (String name : varying) {
            String value = labels.get(name);
            if (!value.isEmpty()) {
                out.append(out.length() == 0 ? "" : " ");
                out.append(name.equals(Labels.METRIC_NAME) ? "" : name + "=").append(value);
            }
        }
        return out.length() == 0 ? labels.toString() : out.toString();
    }
}
