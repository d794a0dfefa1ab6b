using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace VirtualWindow.Storage.Outside;

/// <summary>What lets an outside system in: a bearer token (RFC 6750) of which only the SHA-256 is kept.</summary>
public sealed class OutsideToken
{
    public required Guid Id { get; init; }
    /// <summary>Who holds it; written into the record of whatever is done with it.</summary>
    public required string Name { get; init; }
    public required byte[] Hash { get; init; }
    /// <summary>Its first characters, so that people can tell which one it is.</summary>
    public required string Beginning { get; init; }
    /// <summary>Scopes, separated by blanks.</summary>
    public required string Scopes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    /// <summary>To the hour.</summary>
    public DateTimeOffset? UsedAt { get; set; }

    public bool IsValid(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;
}

public static class OutsideTokens
{
    private const string Prefix = "vwt_";
    private const int SecretBytes = 32;
    private const int BeginningLength = 10;

    /// <returns>The token itself, which is shown once and kept nowhere, and its row.</returns>
    public static (string Token, OutsideToken Row) Make(string name, IEnumerable<string> scopes, DateTimeOffset expires, string by, DateTimeOffset now)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (token, new()
        {
            Id = Guid.CreateVersion7(now), Name = name, Hash = HashOf(token), Beginning = token[..BeginningLength], Scopes = string.Join(' ', scopes),
            CreatedAt = now, CreatedBy = by, ExpiresAt = expires,
        });
    }

    public static Task<OutsideToken?> FindTokenAsync(this WindowDb db, string token, CancellationToken ct)
    {
        var hash = HashOf(token);
        return db.OutsideTokens.SingleOrDefaultAsync(row => row.Hash == hash, ct);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
