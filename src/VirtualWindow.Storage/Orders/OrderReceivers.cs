using System.Security.Cryptography;
using System.Text;
using VirtualWindow.Domain;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Storage.Papers;

namespace VirtualWindow.Storage.Orders;

/// <summary>
/// Names, phones and addresses of orders at rest: each encrypted under the key of the order's case, so that shredding the key takes them out of every
/// copy of the database too. Call it outside <see cref="IWindowStore.WriteAsync{T}"/>, as data protection keeps its own keys in the same database.
/// </summary>
public sealed class OrderReceivers(CaseKeys keys)
{
    /// <summary>Begins what is encrypted; a row from before has none of it and is what it says.</summary>
    private const string Mark = "aes1:";
    private static readonly OrderReceiver Nobody = new("", "", null, null);

    /// <returns>What an order is placed with.</returns>
    /// <exception cref="CaseShreddedException">The case was purged.</exception>
    public async Task<OrderReceiver> SealAsync(CaseId about, OrderReceiver receiver, CancellationToken ct)
    {
        var key = TextKey(await keys.OfAsync(about, ct));
        return Each(receiver, (field, text) => Mark + Convert.ToBase64String(AesFrame.Seal(key, Encoding.UTF8.GetBytes(text), Place(about, field))));
    }

    /// <returns>Empty when the case was purged.</returns>
    /// <exception cref="CryptographicException">A field was changed, or belongs to another case.</exception>
    public async Task<OrderReceiver> OpenAsync(Order order, CancellationToken ct)
    {
        if (!order.Receiver.Phone.StartsWith(Mark, StringComparison.Ordinal)) return order.Receiver;
        if (await keys.FindAsync(order.Case, ct) is not { } caseKey) return Nobody;
        var key = TextKey(caseKey);
        return Each(order.Receiver, (field, text) => Encoding.UTF8.GetString(AesFrame.Open(key, Convert.FromBase64String(text[Mark.Length..]), Place(order.Case, field))));
    }

    private static OrderReceiver Each(OrderReceiver receiver, Func<string, string, string> change) => new(
        change(nameof(receiver.Name), receiver.Name), change(nameof(receiver.Phone), receiver.Phone),
        receiver.Address is { } address ? change(nameof(receiver.Address), address) : null, receiver.Mail is { } mail ? change(nameof(receiver.Mail), mail) : null);

    private static byte[] Place(CaseId about, string field) => Encoding.ASCII.GetBytes($"order {about} {field}");

    // The case's own key encrypts its papers; what lies in columns has one derived from it (HKDF, RFC 5869).
    private static byte[] TextKey(byte[] caseKey) => HKDF.DeriveKey(HashAlgorithmName.SHA256, caseKey, caseKey.Length, info: "order receivers"u8.ToArray());
}
