using VirtualWindow.Domain.Seals;
using VirtualWindow.Host.Start;

namespace VirtualWindow.Host.Seals;

/// <summary><c>VirtualWindow.Host one-time-code SECRET</c>: the code of the moment, for who tries the hall without an authenticator app.</summary>
internal static class OneTimeCodeCommand
{
    public const string Name = "one-time-code";

    private const string Usage = "用法 Usage: VirtualWindow.Host one-time-code SECRET";

    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is not [{ Length: > 0 } secret]) throw new StartRefusedException($"请给出密钥。{Usage}", $"give the secret. {Usage}");
        try
        {
            await output.WriteLineAsync(TimeCode.At(TimeCode.FromBase32(secret.ToUpperInvariant()), TimeCode.StepAt(TimeProvider.System.GetUtcNow())));
            return 0;
        }
        catch (FormatException wrong)
        {
            throw new StartRefusedException("密钥只含 A 到 Z 和 2 到 7。", "a secret has only the characters A to Z and 2 to 7.", wrong);
        }
    }
}
