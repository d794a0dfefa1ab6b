using System.ComponentModel.DataAnnotations;

namespace VirtualWindow.Host.Staff;

/// <summary>Section <c>Staff</c>: sign-in of clerks, supervisors and admins.</summary>
public sealed record StaffOptions
{
    public const string Section = "Staff";

    /// <summary>Hours a sign-in lasts; it slides while used.</summary>
    [Range(1, 24)]
    public int SessionHours { get; init; } = 12;

    /// <summary>Wrong passwords in a row that lock the account.</summary>
    [Range(3, 20)]
    public int LockoutAfterFailures { get; init; } = 5;

    /// <summary>Minutes that a locked account stays locked.</summary>
    [Range(1, 24 * 60)]
    public int LockoutMinutes { get; init; } = 5;

    /// <summary>Sign-ins per minute of one network address; a hall's desks share one.</summary>
    [Range(1, 10_000)]
    public int SignInsPerMinutePerAddress { get; init; } = 120;
}

/// <summary>Section <c>Seed</c>: demo staff of a trial.</summary>
public sealed record SeedOptions
{
    public const string Section = "Seed";

    /// <summary>Null = only in Development.</summary>
    public bool? Demo { get; init; }

    /// <summary>Password of all demo staff; empty = a random one, printed once at the first start.</summary>
    [MinLength(8)]
    public string? Password { get; init; }

    /// <summary>Secret of all demo clerks' one-time codes (base32 of 20 bytes); empty = a random one, printed once at the first start.</summary>
    [RegularExpression("[A-Z2-7]{32}")]
    public string? FactorSecret { get; init; }

    /// <summary>Further demo clerks (clerk001 …), in turn of Gushi and Suzhou; for load tests.</summary>
    [Range(0, 999)]
    public int Clerks { get; init; }
}
