using VirtualWindow.Domain;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Storage.Messages;

/// <summary>Stored as numbers: append only.</summary>
public enum MessageState
{
    Waiting = 0,
    /// <summary>A provider took it.</summary>
    Sent = 1,
    /// <summary>No provider is set: it stays here, for the outbox page to show.</summary>
    Kept = 2,
}

/// <summary>Stored as numbers: append only.</summary>
public enum MessageChannel { Sms = 0, Mail = 1 }

/// <summary>A text to a phone or a mailbox. Its id is the idempotency key that a provider gets with every attempt.</summary>
public sealed class OutboundMessage
{
    public required Guid Id { get; init; }
    /// <summary>What it is about, with <see cref="Case"/>, channel and receiver unique: nobody is told the same thing twice. E.g. "rate-visit".</summary>
    public required string Purpose { get; init; }
    /// <summary>Null for what is about no case, e.g. a hall's recordings.</summary>
    public required CaseId? Case { get; init; }
    public MessageChannel Channel { get; init; }
    /// <summary>Phone number or e-mail address.</summary>
    public required string Receiver { get; init; }
    /// <summary>Of a mail; a text message has none.</summary>
    public string? Subject { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public MessageState State { get; set; }
    public DateTimeOffset? SentAt { get; set; }
}

public static class MessageOutbox
{
    /// <summary>Writes a text message and the promise to send it, in the running transaction.</summary>
    public static void Tell(this WindowDb db, CaseId about, string purpose, string phone, string text, DateTimeOffset now) =>
        db.Add(new() { Id = Guid.CreateVersion7(now), Purpose = purpose, Case = about, Receiver = phone, Text = text, CreatedAt = now }, now);

    /// <summary>Writes a mail and the promise to send it, in the running transaction.</summary>
    public static void TellByMail(this WindowDb db, CaseId? about, string purpose, string address, string subject, string text, DateTimeOffset now) =>
        db.Add(new()
        {
            Id = Guid.CreateVersion7(now), Purpose = purpose, Case = about, Channel = MessageChannel.Mail, Receiver = address, Subject = subject, Text = text,
            CreatedAt = now,
        }, now);

    private static void Add(this WindowDb db, OutboundMessage message, DateTimeOffset now)
    {
        db.Messages.Add(message);
        db.Promise(FollowUpEntry.SendMessage, message.Id, now);
    }
}
