using VirtualWindow.Domain.Orders;

namespace VirtualWindow.FollowUp.Orders;

/// <summary>How orders are called in messages.</summary>
internal static class OrderWords
{
    public static string Of(OrderKind kind) => kind switch
    {
        OrderKind.CertifiedCopy => "材料复印件",
        OrderKind.SealEngraving => "印章刻制",
        _ => "办理结果",
    };

    public static string Text(Order order, string caseNumber) => order.State == OrderState.Sent
        ? $"【虚拟窗口】您的{Of(order.Kind)}（办件 {caseNumber}）已寄出：{order.Courier} {order.Waybill}。凭编号和查询密码可查看物流进度。"
        : $"【虚拟窗口】您的{Of(order.Kind)}（办件 {caseNumber}）已备好，请携带有效证件到大厅领取。";
}
