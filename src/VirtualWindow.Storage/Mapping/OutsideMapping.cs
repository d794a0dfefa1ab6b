using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using VirtualWindow.Domain.Cases;
using VirtualWindow.Domain.Orders;
using VirtualWindow.Storage.Outside;

namespace VirtualWindow.Storage.Mapping;

internal sealed class WebhookEndpointMapping : IEntityTypeConfiguration<WebhookEndpoint>
{
    public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
    {
        builder.ToTable("WebhookEndpoints");
        builder.HasKey(endpoint => endpoint.Id);
        builder.Property(endpoint => endpoint.Id).ValueGeneratedNever();
    }
}

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("WebhookDeliveries");
        builder.HasKey(delivery => delivery.Id);
        builder.Property(delivery => delivery.Id).ValueGeneratedNever();
        builder.Property(delivery => delivery.Event).HasMaxLength(96);
        builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(delivery => delivery.Endpoint);
        builder.HasIndex(delivery => new { delivery.Event, delivery.Endpoint }).IsUnique();
        builder.HasIndex(delivery => delivery.CreatedAt);
    }
}

internal sealed class WebhookAttemptMapping : IEntityTypeConfiguration<WebhookAttempt>
{
    public void Configure(EntityTypeBuilder<WebhookAttempt> builder)
    {
        builder.ToTable("WebhookAttempts");
        builder.HasKey(attempt => new { attempt.Delivery, attempt.Serial });
        builder.Property(attempt => attempt.Error).HasMaxLength(32);
        builder.Property(attempt => attempt.Answer).HasMaxLength(WebhookAttempt.LongestAnswer);
        // With its delivery, also when that is purged.
        builder.HasOne<WebhookDelivery>().WithMany().HasForeignKey(attempt => attempt.Delivery).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OutsideTokenMapping : IEntityTypeConfiguration<OutsideToken>
{
    public void Configure(EntityTypeBuilder<OutsideToken> builder)
    {
        builder.ToTable("OutsideTokens");
        builder.HasKey(token => token.Id);
        builder.Property(token => token.Id).ValueGeneratedNever();
        builder.HasIndex(token => token.Hash).IsUnique();
    }
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.HasKey(order => order.Id);
        builder.Property(order => order.Id).ValueGeneratedNever();
        builder.Property(order => order.Version).IsConcurrencyToken();
        builder.HasOne<Case>().WithMany().HasForeignKey(order => order.Case);
        builder.HasMany(order => order.Record).WithOne().HasForeignKey(line => line.Order);
        builder.HasIndex(order => new { order.Site, order.State });
        builder.HasIndex(order => order.Waybill);
        builder.Ignore(order => order.Receiver);
    }
}

internal sealed class OrderEventMapping : IEntityTypeConfiguration<OrderEvent>
{
    public void Configure(EntityTypeBuilder<OrderEvent> builder)
    {
        builder.ToTable("OrderEvents");
        builder.HasKey(line => new { line.Order, line.Serial });
    }
}
