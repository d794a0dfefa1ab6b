namespace VirtualWindow.Testing.Processes;

/// <summary>How a <see cref="HostProcess"/> is started; the defaults suit most tests.</summary>
public sealed record HostLaunch
{
    public string Environment { get; init; } = "Development";

    /// <summary>Another build of the program, e.g. a published one; null = the one built for the tests.</summary>
    public string? Executable { get; init; }

    /// <summary>Loopback, a free port.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Null = a temporary folder that is deleted at the end.</summary>
    public string? DataRoot { get; init; }

    /// <summary>Null = the program makes one and prints it.</summary>
    public string? StaffPassword { get; init; }

    /// <summary>What the program reads from its standard input; null = nothing.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Settings as environment variables, e.g. <c>["Signaling__OfferTimeout"] = "00:00:02"</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
