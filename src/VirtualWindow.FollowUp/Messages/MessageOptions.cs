namespace VirtualWindow.FollowUp.Messages;

/// <summary>Who carries messages, and who is warned. Without settings everything is kept in the outbox and shown there.</summary>
public sealed record MessageOptions
{
    public SmsOptions Sms { get; init; } = new();
    public MailOptions Mail { get; init; } = new();

    /// <summary>Mailboxes that hear of yellow and red cards, by department code.</summary>
    public IReadOnlyDictionary<string, string> Departments { get; init; } = new Dictionary<string, string>();

    /// <summary>Mailbox of whoever looks after the hall: red cards and missing recordings. Empty: nobody is told by mail.</summary>
    public string Operator { get; init; } = "";

    /// <returns>Null when nobody is named for it.</returns>
    public string? MailboxOf(string department) =>
        Departments.TryGetValue(department, out var own) && own.Length > 0 ? own : Operator is { Length: > 0 } all ? all : null;
}

public sealed record SmsOptions
{
    /// <summary>Where texts are posted (see <see cref="HttpSmsGateway"/>). Empty: none are sent.</summary>
    public string Url { get; init; } = "";
    /// <summary>Bearer token for it.</summary>
    public string Token { get; init; } = "";
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}

public sealed record MailOptions
{
    /// <summary>SMTP server. Empty: no mail is sent.</summary>
    public string Host { get; init; } = "";
    public int Port { get; init; } = 587;
    /// <summary>None, StartTls (587) or Tls (465).</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;
    public string UserName { get; init; } = "";
    public string Password { get; init; } = "";
    public string From { get; init; } = "no-reply@localhost";
    public string FromName { get; init; } = "虚拟窗口";
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

public enum MailSecurity { None, StartTls, Tls }
