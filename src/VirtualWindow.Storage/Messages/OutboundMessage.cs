using VirtualWindow.Domain;
using VirtualWindow.Storage.Outbox;

namespace VirtualWindow.Storage.Messages;

/// <summary>Stored as numbers: append only.</summary>
public enum MessageState
{
    Waiting = 0,
    /// <summary>A provider took it.</summary>
    Sent = 1,
    /// <summary>No provider is set: it stays here, for the development outbox to show.</summary>
    Kept = 2,
}

/// <summary>A text to an applicant's phone. Its id is the idempotency key that a provider gets with every attempt.</summary>
public sealed class OutboundMessage
{
    public required Guid Id { get; init; }
    /// <summary>What it is about, with <see cref="Case"/> unique: nobody is told the same thing twice. E.g. "rate-visit".</summary>
    public required string Purpose { get; init; }
    public required CaseId Case { get; init; }
    public required string Phone { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public MessageState State { get; set; }
    public DateTimeOffset? SentAt { get; set; }
}

public static class MessageOutbox
{
    /// <summary>Writes a message and the promise to send it, in the running transaction.</summary>
    public static void Tell(this WindowDb db, CaseId about, string purpose, string phone, string text, DateTimeOffset now)
    {
        var message = new OutboundMessage { Id = Guid.CreateVersion7(now), Purpose = purpose, Case = about, Phone = phone, Text = text, CreatedAt = now };
        db.Messages.Add(message);
        db.Promise(FollowUpEntry.SendMessage, message.Id, now);
    }
}
