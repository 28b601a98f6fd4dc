package dev.holdfast.forwarder.remotewrite;

import static com.google.protobuf.CodedOutputStream.computeStringSize;
import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.holdfast.forwarder.exchange.LabelMerger;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The labels of series as they stand in a request of 1.0, each made once: the same few hundred series are in every request, and in
 * one that holds four ticks of them their labels were most of the work. What is kept is bounded; when it is full it is
 * begun anew. One thread.
 */
final class SeriesHeads {
    /** What a series gives that 1.0 has no words for. */
    static final byte[] NO_WORDS = new byte[0];

    /** Bytes that are kept, objects around them included: about 2,000 series. */
    private static final int KEPT_BYTES_MAX = 512 << 10;

    private static final int ENTRY_BYTES = 80;
    private static final int TAG_BYTES = computeTagSize(1); // every field number here is below 16

    private final LabelMerger labels;
    private final NameRules rules = new NameRules();
    private final Map<Labels, byte[]> heads = new HashMap<>();
    private int keptBytes;

    SeriesHeads(Labels externalLabels) {
        labels = new LabelMerger(externalLabels);
    }

    /** The labels of a series as fields of its message, never to be changed; {@link #NO_WORDS} itself when it cannot be said. */
    byte[] of(Labels series) throws IOException {
        byte[] known = heads.get(series);
        if (known != null) {
            return known;
        }
        labels.merge(series);
        byte[] head = rules.allow(labels) ? encode() : NO_WORDS;
        if (keptBytes > KEPT_BYTES_MAX) {
            heads.clear();
            keptBytes = 0;
        }
        keptBytes += head.length + ENTRY_BYTES;
        heads.put(series, head);
        return head;
    }

    private byte[] encode() throws IOException {
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            int label = labelLength(i);
            length += TAG_BYTES + computeUInt32SizeNoTag(label) + label;
        }
        byte[] head = new byte[length];
        CodedOutputStream out = CodedOutputStream.newInstance(head);
        for (int i = 0; i < labels.size(); i++) {
            out.writeTag(WriteRequestFormat.TIMESERIES_LABELS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(labelLength(i));
            out.writeString(WriteRequestFormat.LABEL_NAME, labels.name(i));
            out.writeString(WriteRequestFormat.LABEL_VALUE, labels.value(i));
        }
        out.checkNoSpaceLeft();
        return head;
    }

    private int labelLength(int index) {
        return computeStringSize(WriteRequestFormat.LABEL_NAME, labels.name(index))
                + computeStringSize(WriteRequestFormat.LABEL_VALUE, labels.value(index));
    }
}
