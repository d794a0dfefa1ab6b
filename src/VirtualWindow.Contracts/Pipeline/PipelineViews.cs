namespace VirtualWindow.Contracts.Pipeline;

public enum RunState { Waiting, Running, Done, Dead }

public enum RunFilter { Open, Dead, All }

/// <summary>One follow-up: what it is about and how far it is.</summary>
/// <param name="Kind">E.g. "file-case", "compose-recording".</param>
/// <param name="Subject">The case's short number, or the period; null while a case has no number.</param>
/// <param name="Step">The step that is next or failed; null when done.</param>
/// <param name="LastError">Step and kind of the last failure; null when the last try was none.</param>
public sealed record RunRow(
    string RunId, string Kind, string? Subject, RunState State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? NextTryAt, DateTimeOffset? DoneAt,
    string? Step, string? LastError);

/// <summary><c>GET /api/admin/pipeline</c>: newest first, dead letters before all others.</summary>
public sealed record RunList(IReadOnlyList<RunRow> Runs, int Open, int Dead, int DoneToday);

/// <param name="State">"waiting", "running", "done", "failed", "skipped".</param>
/// <param name="Note">Why it was skipped or what it waits for: a code, or a person's words.</param>
public sealed record RunStep(
    string Name, string State, int Attempts, DateTimeOffset? StartedAt, DateTimeOffset? DoneAt, int? DurationMilliseconds, string? LastError, string? Note, bool MayBeSkipped);

/// <param name="Act">"retry", "skip" or "replay".</param>
public sealed record RunAct(string Act, string? Step, string? Reason, string By, DateTimeOffset At);

/// <summary><c>GET /api/admin/pipeline/{runId}</c>.</summary>
public sealed record RunDetails(RunRow Run, IReadOnlyList<RunStep> Steps, IReadOnlyList<RunAct> Acts);

/// <summary><c>POST /api/admin/pipeline/{runId}/skip</c> and <c>…/replay</c>.</summary>
public sealed record RunStepRequest(string Step, string? Reason);
