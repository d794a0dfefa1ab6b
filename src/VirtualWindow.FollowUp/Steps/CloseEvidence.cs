using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Sessions;

namespace VirtualWindow.FollowUp.Steps;

/// <summary>Freezes the facts of the sitting (who, when, outcome, notes) as text and its SHA-256.</summary>
internal sealed class CloseEvidence : ICaseStep
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Name => "close-evidence";

    public ValueTask<CaseEffect> PrepareAsync(CaseId id, CancellationToken ct) => new(ApplyAsync);

    private static async Task ApplyAsync(CaseWork work, CancellationToken ct)
    {
        var session = await work.Db.Sessions.AsNoTracking().SingleAsync(row => row.Id == work.Case.Session, ct);
        var evidence = JsonSerializer.Serialize(EvidenceOf(work.Case, session), Json);
        work.Case.CloseEvidence(evidence, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(evidence))));
    }

    private static Evidence EvidenceOf(Case pending, Session session) => new(
        1, session.Id.ToString(), pending.TicketNumber, pending.Item.Value, pending.ServedAt.Value, session.StartedAt, session.ApplicantJoinedAt,
        session.EndedAt, session.Outcome, session.Notes, session.NotesRevision,
        [.. session.Participants.OrderBy(seat => seat.Role).ThenBy(seat => seat.JoinedAt)
            .Select(seat => new Presence(seat.Id.ToString(), seat.Role, seat.DisplayName, seat.JoinedAt, seat.LeftAt))]);

    private sealed record Evidence(
        int Format, string Session, string Ticket, string Item, string Site, DateTimeOffset StartedAt, DateTimeOffset? ApplicantJoinedAt,
        DateTimeOffset? EndedAt, Outcome? Outcome, string Notes, int NotesRevision, IReadOnlyList<Presence> Participants);

    private sealed record Presence(string Participant, PartyRole Role, string Name, DateTimeOffset? JoinedAt, DateTimeOffset? LeftAt);
}
