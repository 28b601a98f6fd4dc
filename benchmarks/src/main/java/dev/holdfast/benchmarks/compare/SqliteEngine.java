package dev.holdfast.benchmarks.compare;

import dev.holdfast.benchmarks.compare.Question.Answer;
import dev.holdfast.storage.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** SQLite in this process: one table without row ids, its log on, synced as it recommends for that. */
final class SqliteEngine implements Engine {
    private final Path directory;
    private List<Labels> series = List.of();
    private Connection connection;
    private PreparedStatement insert;

    SqliteEngine(Path directory) throws IOException {
        this.directory = directory;
        try {
            connection = connect();
            insert = prepare(connection);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private Connection connect() throws SQLException {
        Connection opened = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("samples.db"));
        try (Statement statement = opened.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("CREATE TABLE IF NOT EXISTS sample (series INTEGER NOT NULL, time INTEGER NOT NULL,"
                    + " value REAL NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID");
        }
        return opened;
    }

    private PreparedStatement prepare(Connection to) throws SQLException {
        to.setAutoCommit(false);
        return to.prepareStatement("INSERT OR REPLACE INTO sample VALUES (?, ?, ?)");
    }

    @Override
    public String title() {
        try {
            return "SQLite " + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String remark() {
        return "in process through JNI and JDBC, log on, names of series not counted";
    }

    @Override
    public void begin(List<Labels> names) {
        series = List.copyOf(names);
    }

    @Override
    public void append(long[] timesMs, double[][] values, int ticks) throws IOException {
        try {
            for (int t = 0; t < ticks; t++) {
                for (int i = 0; i < series.size(); i++) {
                    put(i, timesMs[t], values[t][i]);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void appendSeries(int index, long[] timesMs, double[] values, int from, int to) throws IOException {
        try {
            for (int i = from; i < to; i++) {
                put(index, timesMs[i], values[i]);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void put(int index, long timeMs, double value) throws SQLException {
        insert.setInt(1, index);
        insert.setLong(2, timeMs);
        insert.setDouble(3, value);
        insert.executeUpdate();
    }

    @Override
    public void settle() throws IOException {
        try {
            connection.commit();
            insert.close(); // VACUUM wants to be alone
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                statement.execute("VACUUM");
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
            insert = prepare(connection);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        return DirectorySize.sizeBytes(
                directory, path -> path.getFileName().toString().equals("samples.db"));
    }

    @Override
    public double cpuSeconds() {
        return ProcessCpu.ofThisSeconds();
    }

    @Override
    public Supplier<Answer> ask(Question question, long fromMs, long toMs) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql(question, fromMs, toMs))) {
            long count = 0;
            double sum = 0;
            while (rows.next()) {
                count += question == Question.WINDOWS ? 2 : 1;
                sum += rows.getDouble(1) + (question == Question.WINDOWS ? rows.getDouble(2) : 0);
            }
            Answer answer = new Answer(count, sum);
            return () -> answer;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private String sql(Question question, long fromMs, long toMs) {
        return switch (question) {
            case ONE_SERIES ->
                "SELECT value, time FROM sample WHERE series IN (" + ids(Selections::isOne) + ") AND time >= " + fromMs
                        + " AND time < " + toMs;
            case WINDOWS ->
                "SELECT avg(value), max(value), series, (time - " + (fromMs + 1) + ") / " + Question.WINDOW_MS
                        + " AS w FROM sample WHERE series IN (" + ids(Selections::isWindowed) + ") AND time > " + fromMs
                        + " AND time <= " + toMs + " GROUP BY series, w";
            case LAST_MINUTES ->
                "SELECT value, time FROM sample WHERE series IN (" + ids(any -> true) + ") AND time >= "
                        + (toMs - Question.WINDOW_MS) + " AND time < " + toMs;
            case LATEST ->
                "WITH RECURSIVE ids(s) AS (SELECT 0 UNION ALL SELECT s + 1 FROM ids WHERE s < " + (series.size() - 1)
                        + ") SELECT (SELECT value FROM sample WHERE series = s ORDER BY time DESC LIMIT 1) FROM ids";
        };
    }

    private String ids(Predicate<Labels> wanted) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            if (wanted.test(series.get(i))) {
                ids.add(Integer.toString(i));
            }
        }
        return String.join(",", ids);
    }

    @Override
    public void restart(IoAction meanwhile) throws IOException {
        try {
            close();
            meanwhile.run();
            connection = connect();
            insert = prepare(connection);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.commit();
            insert.close();
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
