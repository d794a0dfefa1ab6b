using VirtualWindow.Storage.Messages;

namespace VirtualWindow.FollowUp.Messages;

/// <summary>Whoever carries texts to phones. Without one, messages are kept and shown, and nobody is told that they were sent.</summary>
public interface IMessageGateway
{
    /// <summary>Hands the message over. May be asked again after a crash: a provider that honours the key sends it once.</summary>
    /// <param name="message">Its id is the idempotency key.</param>
    Task SendAsync(OutboundMessage message, CancellationToken ct);
}
