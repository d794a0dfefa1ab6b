namespace VirtualWindow.FollowUp;

/// <summary>A step failed for a reason that people can act on: shown in full on the pipeline's page. Its sentence must not tell who somebody is.</summary>
public sealed class StepToldException(string sentence, Exception? cause = null) : Exception(sentence, cause)
{
    /// <summary>What is kept of a failure. Other texts than these, of databases and libraries, may carry personal data: of them only the kind is kept.</summary>
    public static string Describe(Exception failure) => failure is StepToldException told ? told.Message : failure.GetType().Name;
}
