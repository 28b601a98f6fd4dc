package dev.holdfast.forwarder.otlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which series of a piece go into which {@code Metric} message, and how long these get: series are chained in the order
 * they come, so that nothing is sorted or copied, whether a metric's series stand together (they do under their stored
 * names) or apart. One thread.
 */
final class PointGroups {
    /** The end of a chain. */
    static final int NONE = -1;

    /** The metrics of one resource; there is one, but for a store that was filled from several hosts. */
    static final class Resource {
        final String job;
        final String instance;
        final List<Group> groups = new ArrayList<>();
        int attributesFrom;
        int attributesTo;

        Resource(String job, String instance) {
            this.job = job;
            this.instance = instance;
        }
    }

    /** One metric of a resource. */
    static final class Group {
        final Resource resource;
        final Metric metric;
        int first = NONE;
        int last = NONE;
        long pointsLength; // of all points, with what frames each

        Group(Resource resource, Metric metric) {
            this.resource = resource;
            this.metric = metric;
        }
    }

    private record Target(String job, String instance) {}

    private record Key(Resource resource, Metric metric) {}

    private final Map<Target, Resource> byTarget = new HashMap<>();
    private final List<Resource> resources = new ArrayList<>();
    private final Map<Key, Group> groups = new HashMap<>();
    private @Nullable Resource newest;
    private @Nullable Group newestGroup;
    private int[] next = new int[64];
    private int[] samples = new int[128]; // from and to of each link
    private int[] attributes = new int[128]; // the same
    private int size;

    /** Forgets everything and keeps the room. */
    void clear() {
        byTarget.clear();
        resources.clear();
        groups.clear();
        newest = null;
        newestGroup = null;
        size = 0;
    }

    /** The resource of a job and instance. */
    Resource resource(String job, String instance) {
        Resource known = newest;
        if (known == null || !known.job.equals(job) || !known.instance.equals(instance)) {
            known = find(job, instance);
            newest = known;
        }
        return known;
    }

    private Resource find(String job, String instance) {
        return byTarget.computeIfAbsent(new Target(job, instance), target -> {
            Resource made = new Resource(job, instance);
            resources.add(made);
            return made;
        });
    }

    /** The group of a metric in a resource. */
    Group group(Resource resource, Metric metric) {
        Group known = newestGroup;
        if (known == null || known.resource != resource || !known.metric.equals(metric)) {
            known = groups.computeIfAbsent(new Key(resource, metric), key -> {
                Group made = new Group(resource, metric);
                resource.groups.add(made);
                return made;
            });
            newestGroup = known;
        }
        return known;
    }

    /** Adds a series at the end of a group: the samples that it has in the piece, and its encoded attributes. */
    void add(Group group, int fromInclusive, int toExclusive, int attributesFromInclusive, int attributesToExclusive) {
        if (size == next.length) {
            next = Arrays.copyOf(next, size * 2);
            samples = Arrays.copyOf(samples, size * 4);
            attributes = Arrays.copyOf(attributes, size * 4);
        }
        next[size] = NONE;
        samples[2 * size] = fromInclusive;
        samples[2 * size + 1] = toExclusive;
        attributes[2 * size] = attributesFromInclusive;
        attributes[2 * size + 1] = attributesToExclusive;
        if (group.last == NONE) {
            group.first = size;
        } else {
            next[group.last] = size;
        }
        group.last = size++;
    }

    /** The resources that have metrics, in the order they came. */
    List<Resource> resources() {
        return resources;
    }

    /** The series after it in its group, or {@link #NONE}. */
    int next(int link) {
        return next[link];
    }

    /** The first sample of a series in the batch. */
    int fromSample(int link) {
        return samples[2 * link];
    }

    /** One after the last. */
    int toSample(int link) {
        return samples[2 * link + 1];
    }

    /** Where the attributes of a series begin. */
    int attributesFrom(int link) {
        return attributes[2 * link];
    }

    /** Where they end. */
    int attributesTo(int link) {
        return attributes[2 * link + 1];
    }
}
