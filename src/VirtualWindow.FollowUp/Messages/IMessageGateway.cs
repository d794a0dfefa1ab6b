using VirtualWindow.Storage.Messages;

namespace VirtualWindow.FollowUp.Messages;

/// <summary>Whoever carries texts to phones or mailboxes. Without one for a channel, its messages are kept and shown, and nobody is told that
/// they were sent.</summary>
public interface IMessageGateway
{
    MessageChannel Channel { get; }

    /// <summary>Hands the message over. May be asked again after a crash: a provider that honours the key sends it once.</summary>
    /// <param name="message">Its id is the idempotency key.</param>
    /// <exception cref="MessageRefusedException">The provider did not take it; it is tried again.</exception>
    Task SendAsync(OutboundMessage message, CancellationToken ct);
}

/// <summary>A provider did not take a message. What it said stays out of the log: it may repeat the receiver.</summary>
public sealed class MessageRefusedException(string message, Exception? cause = null) : Exception(message, cause);
