package dev.holdfast.forwarder.compliance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The cases of one file of a suite, by their names there. */
final class Suite {
    private final String file;
    private final Map<String, Executable> cases = new LinkedHashMap<>();

    Suite(String file) {
        this.file = file;
    }

    /** Adds a case. */
    Suite check(String name, Executable body) {
        if (cases.put(name, body) != null) {
            throw new IllegalArgumentException("twice in " + file + ": " + name);
        }
        return this;
    }

    String file() {
        return file;
    }

    List<String> names() {
        return List.copyOf(cases.keySet());
    }

    /** One test a case. */
    List<DynamicTest> tests() {
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((name, body) -> tests.add(DynamicTest.dynamicTest(file + "/" + name, body)));
        return tests;
    }
}
