package dev.holdfast.forwarder.otlp;

import dev.holdfast.forwarder.exchange.SeriesFacts;
import dev.holdfast.storage.Labels;

/**
 * What series are of: the attributes of a resource, from the labels {@code job} and {@code instance} of its series, from
 * what is known of that host, and from the external labels. One thread.
 *
 * <p>All of them are functions of the series alone: a resource is part of a series' identity at the receiver, and must not
 * change because something else was sent before.
 */
final class Resources {
    private static final String JOB = "job";
    private static final String INSTANCE = "instance";
    private static final String SERVICE_NAME = "service.name";
    private static final String SERVICE_INSTANCE = "service.instance.id";

    private final SeriesFacts facts;
    private final Labels externalLabels;

    Resources(SeriesFacts facts, Labels externalLabels) {
        this.facts = facts;
        this.externalLabels = externalLabels;
    }

    /** Whether a label is not among the attributes of a point, since it is the metric's name or is said of the resource. */
    static boolean holds(String label) {
        return label.equals(Labels.METRIC_NAME) || label.equals(JOB) || label.equals(INSTANCE);
    }

    /** What names the service of a series, an external label for a series without; empty for none. */
    String job(Labels series) {
        return either(series, JOB);
    }

    /** What names the instance of that service; empty for none. */
    String instance(Labels series) {
        return either(series, INSTANCE);
    }

    private String either(Labels series, String name) {
        String own = series.get(name);
        return own.isEmpty() ? externalLabels.get(name) : own;
    }

    /** Adds the attributes of one resource; each key comes once. */
    void attributes(String job, String instance, Attributes out) {
        if (!job.isEmpty()) {
            out.add(SERVICE_NAME, job);
        }
        if (!instance.isEmpty()) {
            out.add(SERVICE_INSTANCE, instance);
        }
        Labels host = facts.resource(job, instance);
        for (int i = 0; i < host.size(); i++) {
            if (externalLabels.get(host.name(i)).isEmpty()) {
                out.add(host.name(i), host.value(i));
            }
        }
        for (int i = 0; i < externalLabels.size(); i++) {
            String name = externalLabels.name(i);
            boolean said = holds(name)
                    || (name.equals(SERVICE_NAME) && !job.isEmpty())
                    || (name.equals(SERVICE_INSTANCE) && !instance.isEmpty());
            if (!said) {
                out.add(name, externalLabels.value(i));
            }
        }
    }
}
