using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Documents;
using VirtualWindow.Domain.Sessions;
using VirtualWindow.Storage;
using VirtualWindow.Storage.Outbox;
using VirtualWindow.Storage.Recordings;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Freezes the facts of the sitting (who, when, outcome, notes, consents, recordings, form, documents) as text and its SHA-256.</summary>
internal sealed class CloseEvidence() : QuickCaseStep(FollowUpEntry.FileCase, "close-evidence")
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    protected override async Task<string?> TryAsync(CaseWork work, CancellationToken ct)
    {
        var session = await work.Db.Sessions.AsNoTracking().SingleAsync(row => row.Id == work.Case.Session, ct);
        var answers = await work.Db.RecordingAnswers.AsNoTracking().Where(row => row.Session == session.Id).OrderBy(row => row.At).ToListAsync(ct);
        var recordings = await work.Db.Recordings.AsNoTracking().Where(row => row.Session == session.Id).OrderBy(row => row.StartedAt).ToListAsync(ct);
        var evidence = JsonSerializer.Serialize(
            EvidenceOf(work.Case, session, answers, recordings, await FormAsync(work.Db, session.Id, ct), await DocumentsAsync(work.Db, session.Id, ct)), Json);
        work.Case.CloseEvidence(evidence, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(evidence))));
        return null;
    }

    // The values stay encrypted where they are; the last hash of the chain holds every one of them.
    private static async Task<FilledIn?> FormAsync(WindowDb db, SessionId session, CancellationToken ct)
    {
        if (await db.SessionForms.AsNoTracking().SingleOrDefaultAsync(row => row.Session == session, ct) is not { } form) return null;
        var last = await db.SessionFormEntries.AsNoTracking().Where(row => row.Session == session).OrderByDescending(row => row.Sequence).FirstOrDefaultAsync(ct);
        return new(form.Name, form.Version, last?.Sequence ?? 0, last is null ? null : Convert.ToHexStringLower(last.Hash));
    }

    private static async Task<IReadOnlyList<Shared>> DocumentsAsync(WindowDb db, SessionId session, CancellationToken ct) =>
        [.. (await db.Documents.AsNoTracking().Where(row => row.Session == session).OrderBy(row => row.AddedAt).ThenBy(row => row.Id).ToListAsync(ct))
            .Select(row => new Shared(row.Id.ToString(), row.Name, row.Material, row.Origin, row.State, row.Sha256, row.OriginalSha256, row.Replaces?.ToString(), row.AddedAt))];

    private static Evidence EvidenceOf(
        Case pending, Session session, List<RecordingAnswer> answers, List<SessionRecording> recordings, FilledIn? form, IReadOnlyList<Shared> documents) => new(
        3, session.Id.ToString(), pending.TicketNumber, pending.Item.Value, pending.ServedAt.Value, session.StartedAt, session.ApplicantJoinedAt,
        session.EndedAt, session.Outcome, session.Notes, session.NotesRevision,
        [.. session.Participants.OrderBy(seat => seat.Role).ThenBy(seat => seat.JoinedAt)
            .Select(seat => new Presence(seat.Id.ToString(), seat.Role, seat.DisplayName, seat.JoinedAt, seat.LeftAt))],
        [.. answers.Select(answer => new Consent(answer.Participant.ToString(), answer.Agreed, answer.Wording, answer.At))],
        [.. recordings.Select(recording => new Recorded(recording.Id.ToString("N"), recording.StartedAt, recording.ManifestSha256))], form, documents);

    private sealed record Evidence(
        int Format, string Session, string Ticket, string Item, string Site, DateTimeOffset StartedAt, DateTimeOffset? ApplicantJoinedAt,
        DateTimeOffset? EndedAt, Outcome? Outcome, string Notes, int NotesRevision, IReadOnlyList<Presence> Participants,
        IReadOnlyList<Consent> RecordingConsents, IReadOnlyList<Recorded> Recordings, FilledIn? Form, IReadOnlyList<Shared> Documents);

    private sealed record Presence(string Participant, PartyRole Role, string Name, DateTimeOffset? JoinedAt, DateTimeOffset? LeftAt);

    private sealed record Consent(string Participant, bool Agreed, int Wording, DateTimeOffset At);

    /// <param name="ManifestSha256">Null while the media node is still writing.</param>
    private sealed record Recorded(string Recording, DateTimeOffset StartedAt, string? ManifestSha256);

    /// <param name="LastHash">Of the chain of entries; null when nobody wrote anything.</param>
    private sealed record FilledIn(string Form, int Version, long Entries, string? LastHash);

    /// <param name="Sha256">Of what was shown; null when nothing was.</param>
    private sealed record Shared(
        string Document, string Name, string? Material, DocumentOrigin Origin, DocumentState State, string? Sha256, string? OriginalSha256, string? Replaces, DateTimeOffset AddedAt);
}
