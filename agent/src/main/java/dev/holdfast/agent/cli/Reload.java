package dev.holdfast.agent.cli;

import dev.holdfast.agent.config.AgentConfig;
import dev.holdfast.agent.config.ConfigChanges;
import dev.holdfast.agent.config.ConfigProblem;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.config.Overrides;
import dev.holdfast.agent.control.ControlAnswer;
import dev.holdfast.agent.control.ControlVerb;
import dev.holdfast.agent.daemon.Agent;
import dev.holdfast.agent.daemon.AgentOptions;
import dev.holdfast.agent.daemon.ApiRole;
import dev.holdfast.agent.daemon.RoleSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a running agent go over to what its configuration file says now: whole, or not at all. The file is read and checked
 * as at the start, under the same flags and environment; only then anything is touched. Runs on the thread {@code control},
 * whether a command or SIGHUP asks for it; what came of it is in the log in both cases.
 */
final class Reload implements ControlVerb {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Console console;
    private final @Nullable Path file;
    private final Overrides overrides;
    private final Agent agent;
    private final UpstreamRoles upstreams;
    private volatile AgentConfig current;
    private @Nullable ApiRole api;
    private @Nullable AgentHost host;

    /**
     * Nothing is changed yet.
     *
     * @param file that the agent was started with, or null for none
     * @param current what is in force
     */
    Reload(
            Console console,
            @Nullable Path file,
            Overrides overrides,
            AgentConfig current,
            Agent agent,
            UpstreamRoles upstreams) {
        this.console = console;
        this.file = file;
        this.overrides = overrides;
        this.current = current;
        this.agent = agent;
        this.upstreams = upstreams;
    }

    /** Takes the API along, and what it says of the configuration. Before the first reload. */
    Reload alsoOf(ApiRole role, AgentHost newHost) {
        api = role;
        host = newHost;
        return this;
    }

    @Override
    public String name() {
        return "reload";
    }

    @Override
    public ControlAnswer answer(List<String> words) throws InterruptedException {
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("reload takes no words");
        }
        return run();
    }

    /** What is in force; any thread. */
    AgentConfig current() {
        return current;
    }

    /** Does it, and says what came of it; to the service manager too. */
    ControlAnswer run() throws InterruptedException {
        String refusal = "by a mistake of holdfast's, the log says more";
        agent.notices().reloading();
        try {
            ControlAnswer answer = reload();
            refusal = answer.isOk() ? "" : String.join("; ", answer.lines());
            return answer;
        } finally {
            agent.notices().reloaded(refusal);
        }
    }

    private ControlAnswer reload() throws InterruptedException {
        LoadedConfig loaded;
        ConfigChanges changes;
        UpstreamRoles.Change next;
        try {
            loaded = Configurations.read(console, file, overrides);
            changes = ConfigChanges.between(current, loaded.config());
            if (!changes.fixed().isEmpty()) {
                return refuse(ExitStatus.CONFIG, fixedLines(loaded, changes.fixed()));
            }
            next = upstreams.prepare(
                    AgentSettings.upstreams(loaded.config()), changes.changedUpstreams(), agent.store());
        } catch (IOException | RuntimeException e) {
            Failure failure = Failures.of(e);
            return refuse(failure.status(), failure.line().lines().toList());
        }
        AgentOptions options = AgentSettings.agent(loaded.config(), RoleSource.NONE);
        agent.watch().limits(options.readiness());
        boolean taken = agent.reconfigure(options.store(), options.sampling());
        Set<String> waiting = upstreams.apply(next, agent.roles());
        current = loaded.config();
        if (api != null && host != null) {
            host.setConfig(loaded);
            api.replace(ApiSettings.options(current), ApiSettings.limits(current));
        }
        return say(loaded, changes, taken, waiting);
    }

    private ControlAnswer refuse(int status, List<String> lines) {
        lines.forEach(line -> LOG.error("not reloaded, the configuration stays as it was: {}", line));
        return ControlAnswer.error(status, lines);
    }

    private static List<String> fixedLines(LoadedConfig loaded, List<String> keys) {
        List<String> lines = new ArrayList<>();
        for (String key : keys) {
            String where =
                    loaded.storageOrigin(key.substring(key.indexOf('.') + 1)).locate();
            lines.add(where + ": " + key + " cannot change while the agent runs: restart it, or write what it was");
        }
        return lines;
    }

    private ControlAnswer say(LoadedConfig loaded, ConfigChanges changes, boolean taken, Set<String> waiting) {
        List<String> lines = new ArrayList<>();
        if (changes.lines().isEmpty()) {
            LOG.info("reloaded: nothing changed");
            lines.add("nothing changed");
        } else {
            lines.add("reloaded: " + String.join(", ", changes.lines()));
            LOG.info("{}", lines.get(0));
        }
        List<String> remarks = new ArrayList<>();
        for (ConfigProblem warning : loaded.warnings()) {
            remarks.add("warning: " + warning);
        }
        if (!taken) {
            remarks.add("warning: a tick takes very long, interval and collectors are taken when it ends");
        }
        boolean limitChanged = changes.lines().stream().anyMatch(line -> line.startsWith("storage.max_series "));
        if (limitChanged && agent.store().stats().refusedSeriesCount() > 0) {
            remarks.add("warning: series that were refused are taken when they begin anew, or after a restart");
        }
        for (String name : waiting) {
            remarks.add("warning: upstream " + name
                    + " does not end what it has under way: it is begun anew by the next reload");
        }
        remarks.forEach(LOG::warn);
        lines.addAll(remarks);
        return ControlAnswer.ok(lines);
    }

    /** As SIGHUP asks for it: what came of it is in the log. */
    void onHangUp() {
        try {
            run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("reload failed by a mistake of holdfast's: {}", e.toString());
            LOG.debug("reload", e);
        }
    }
}
