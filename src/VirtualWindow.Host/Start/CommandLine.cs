namespace VirtualWindow.Host.Start;

/// <summary>Short words of the command line, spelled out as settings.</summary>
internal static class CommandLine
{
    /// <summary><c>--lan</c> means <c>--Lan:Enabled=true</c>; everything else is passed on as it is.</summary>
    public static string[] Expand(string[] arguments) => [.. arguments.Select(Expand)];

    private static string Expand(string argument) => argument switch
    {
        "--lan" => "--Lan:Enabled=true",
        "--password-stdin" => "--PasswordStdin=true",
        _ => argument,
    };
}
