package dev.holdfast.agent.cli;

import dev.holdfast.agent.api.StoreSource;
import dev.holdfast.agent.config.AgentConfig;
import dev.holdfast.agent.config.LoadedConfig;
import dev.holdfast.agent.config.Overrides;
import dev.holdfast.agent.control.ControlServer;
import dev.holdfast.agent.daemon.Agent;
import dev.holdfast.agent.daemon.ApiRole;
import dev.holdfast.agent.daemon.CatalogueFacts;
import dev.holdfast.agent.daemon.ControlRole;
import dev.holdfast.agent.daemon.LogSetup;
import dev.holdfast.agent.supervisor.Supervisor;
import dev.holdfast.forwarder.upstream.UpstreamOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The agent as a process in the foreground: with one live line for a person at a terminal, with plain log lines for
 * anything else. This class and what it uses knows nothing of the command-line library.
 */
final class ForegroundAgent {
    private final Console console;

    ForegroundAgent(Console console) {
        this.console = console;
    }

    /** Runs until the process is told to end or a part of the agent dies; the status. */
    int run(RunArguments arguments) throws IOException, InterruptedException {
        Overrides overrides = Overrides.of(console.environment())
                .flag("storage.path", "--data", arguments.data())
                .flag("interval", "--interval", arguments.interval());
        Path file = arguments.config() == null ? null : Path.of(arguments.config());
        LoadedConfig loaded = Configurations.load(console, file, overrides);
        AgentConfig config = loaded.config();
        List<UpstreamOptions> upstreams = AgentSettings.upstreams(config);
        UpstreamRoles roles = new UpstreamRoles(upstreams, CatalogueFacts.of(AgentSettings.sampling(config)));
        boolean live = console.terminal().errIsTerminal();
        if (live) {
            LogSetup.showWarnings();
        }
        if (arguments.debug()) {
            LogSetup.showDebug();
        }
        HangUpSignal hangUp = HangUpSignal.listen(live);
        // Open until the process ends.
        Supervisor supervisor = Supervisor.of(
                console.environment(),
                System.getProperty(Supervisor.NATIVE_FOLDER, ""),
                ProcessHandle.current().pid(),
                System::nanoTime);
        Agent agent = Agent.open(AgentSettings.agent(config, roles), supervisor);
        AgentHost host = new AgentHost(agent, loaded, console.clock());
        ApiRole api = new ApiRole(
                StoreSource.of(agent.store()), host, ApiSettings.options(config), ApiSettings.limits(config));
        agent.roles().add(api);
        Reload reload = new Reload(console, file, overrides, config, agent, roles).alsoOf(api, host);
        ResendVerb resend = new ResendVerb(agent.store(), console.clock());
        StatusVerb status = new StatusVerb(agent.watch());
        ControlServer control =
                new ControlServer(config.storage().path(), List.of(reload, resend, status), reload::onHangUp);
        ControlRole controlRole = new ControlRole(control);
        agent.roles().add(controlRole);
        agent.notices().waitFor(controlRole::hasBegun);
        hangUp.handle(control::hangUp, agent::requestStop);
        if (live) {
            new Greeting(console, config, upstreams).print();
            new LiveLine(console, agent, () -> reload.current().storage().maxBytes()).start();
        }
        return agent.run();
    }
}
