using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using VirtualWindow.Contracts.Outside;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Storage;

namespace VirtualWindow.Host.Outside;

/// <summary>Filed cases for outside systems: in the order of filing, page by page, and one by its number.</summary>
internal sealed class OutsideCases(IWindowStore store)
{
    public const int MostPerPage = 200;

    /// <param name="after">The cursor of an earlier page; null = from the beginning.</param>
    public Task<OutsideCasePage> PageAsync(OutsideCursor? after, DateTimeOffset? since, int limit, bool personal, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var wanted = db.Cases.Where(row => row.State == CaseState.Filed);
        if (since is { } from) wanted = wanted.Where(row => row.FiledAt >= from);
        if (after is { } cursor)
        {
            var (at, id) = (cursor.FiledAt, cursor.Case);
            // Ids of one millisecond are sorted by the database's own order, which is all that paging needs.
            wanted = wanted.Where(row => row.FiledAt > at || (row.FiledAt == at && row.FullNumber!.CompareTo(id) > 0));
        }

        var found = await wanted.OrderBy(row => row.FiledAt).ThenBy(row => row.FullNumber).Take(limit + 1).ToListAsync(token);
        var page = found.Take(limit).ToList();
        var views = await ViewsAsync(db, page, personal, token);
        return new OutsideCasePage(views, found.Count > limit ? OutsideCursor.Of(page[^1]).ToString() : null);
    }, ct);

    /// <param name="number">Short or full form.</param>
    public Task<OutsideCase?> FindAsync(string number, bool personal, CancellationToken ct) => store.ReadAsync(async (db, token) =>
    {
        var wanted = number.ToUpperInvariant();
        var found = await db.Cases.SingleOrDefaultAsync(row => (row.Number == wanted || row.FullNumber == wanted) && row.State == CaseState.Filed, token);
        return found is null ? null : (await ViewsAsync(db, [found], personal, token))[0];
    }, ct);

    /// <summary>Strong (RFC 9110 §8.8.3): the same tag, the same bytes.</summary>
    public static string TagOf<T>(T view, JsonSerializerOptions json) => $"\"{Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(view, json)).AsSpan(0, 16))}\"";

    private static async Task<List<OutsideCase>> ViewsAsync(WindowDb db, List<Case> cases, bool personal, CancellationToken ct)
    {
        var ids = cases.Select(row => row.Id).ToArray();
        var mains = cases.Where(row => row.Linked).Select(row => row.MainCase!.Value).ToArray();
        var procedures = await db.Procedures.IgnoreAutoIncludes().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, ct);
        var numbers = await db.Cases.Where(row => mains.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Number, ct);
        return cases.ConvertAll(row => View(row, procedures.GetValueOrDefault(row.Id), row.MainCase is { } main ? numbers[main] : null, personal));
    }

    private static OutsideCase View(Case filed, Procedure? procedure, string? main, bool personal) => new(
        filed.Number!, filed.FullNumber!, filed.Item.Value, filed.ItemName, filed.Department.Value, filed.DepartmentName, filed.AuthoritySite.Value,
        filed.ServedAt.Value, filed.Region.Value, Name(filed.Outcome), procedure is null ? null : Name(procedure.State), procedure?.DecisionCode,
        procedure?.DecisionListVersion, procedure?.AcceptedOn, filed.PromisedDate, procedure?.DueOn, procedure?.DecidedOn, procedure?.DeliveredOn, filed.EndedAt,
        filed.FiledAt!.Value, main, personal ? filed.ApplicantName : null, personal ? filed.ApplicantPhone : null, filed.EvidenceHash!);

    private static string Name<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>Where a page ended: time of filing and number. Opaque to whoever holds it.</summary>
internal readonly record struct OutsideCursor(DateTimeOffset FiledAt, string Case)
{
    private const int Longest = 128;

    public static OutsideCursor Of(Case last) => new(last.FiledAt!.Value, last.FullNumber!);

    public static OutsideCursor? TryParse(string text)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('.', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_800_000
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), parts[1]) : null;
    }

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{FiledAt.ToUnixTimeMilliseconds()}.{Case}")));
}
