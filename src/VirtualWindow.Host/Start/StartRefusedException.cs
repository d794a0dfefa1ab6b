namespace VirtualWindow.Host.Start;

/// <summary>The process cannot start for a reason that the operator can mend; says it in both languages.</summary>
public sealed class StartRefusedException(string message, string messageEn, Exception? cause = null) : Exception(messageEn, cause)
{
    /// <summary>中文, one sentence: what is wrong and what to do.</summary>
    public string Sentence { get; } = message;
}
