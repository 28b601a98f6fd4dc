package dev.holdfast.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.query.ast.AggregateOp;
import dev.holdfast.query.functions.FunctionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about the language is complete, and promises nothing that is not there. */
class PromQlPageTest {
    private static final Path PAGE = Path.of("../docs/PROMQL.md");

    @Test
    void namesEveryFunctionAndAggregation() throws IOException {
        Set<String> words = words(Files.readString(PAGE));
        Set<String> missing = new TreeSet<>(FunctionTable.names());
        for (AggregateOp op : AggregateOp.values()) {
            missing.add(op.symbol());
        }
        missing.removeAll(words);
        assertEquals(Set.of(), missing);
    }

    @Test
    void listsNoFunctionThatThereIsNot() throws IOException {
        String lists = Files.readString(PAGE)
                .lines()
                .filter(line -> line.matches("\\| (functions )?of .*"))
                .collect(Collectors.joining("\n"));
        Set<String> unknown = new TreeSet<>();
        for (String list : lists.split("`", -1)) {
            if (list.matches("[a-z_0-9]+( [a-z_0-9]+)+")) {
                unknown.addAll(Arrays.asList(list.split(" ")));
            }
        }
        unknown.removeAll(FunctionTable.names());
        assertEquals(Set.of(), unknown);
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.split("[^a-z_0-9]+")));
    }
}
