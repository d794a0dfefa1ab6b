using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace VirtualWindow.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OutsideWorld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Ratings_Case",
                table: "Ratings");

            migrationBuilder.DropIndex(
                name: "IX_Messages_Case_Purpose",
                table: "Messages");

            // By hand: what the generator makes of a column that may become null runs outside the transaction, and a process killed there would
            // leave half of it. Nothing refers to this table, so that it can be made anew within.
            migrationBuilder.Sql("""
                CREATE TABLE "MessagesAnew" (
                    "Id" TEXT NOT NULL CONSTRAINT "PK_Messages" PRIMARY KEY,
                    "Case" TEXT NULL,
                    "Channel" INTEGER NOT NULL,
                    "CreatedAt" INTEGER NOT NULL,
                    "Purpose" TEXT NOT NULL,
                    "Receiver" TEXT NOT NULL,
                    "SentAt" INTEGER NULL,
                    "State" INTEGER NOT NULL,
                    "Subject" TEXT NULL,
                    "Text" TEXT NOT NULL
                );
                INSERT INTO "MessagesAnew" ("Id", "Case", "Channel", "CreatedAt", "Purpose", "Receiver", "SentAt", "State", "Subject", "Text")
                SELECT "Id", "Case", 0, "CreatedAt", "Purpose", "Phone", "SentAt", "State", NULL, "Text" FROM "Messages";
                DROP TABLE "Messages";
                ALTER TABLE "MessagesAnew" RENAME TO "Messages";
                CREATE INDEX "IX_Messages_CreatedAt" ON "Messages" ("CreatedAt");
                """);

            migrationBuilder.CreateTable(
                name: "Orders",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Case = table.Column<Guid>(type: "TEXT", nullable: false),
                    Site = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Delivery = table.Column<int>(type: "INTEGER", nullable: false),
                    Copies = table.Column<int>(type: "INTEGER", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    ReceiverName = table.Column<string>(type: "TEXT", nullable: false),
                    ReceiverPhone = table.Column<string>(type: "TEXT", nullable: false),
                    ReceiverAddress = table.Column<string>(type: "TEXT", nullable: true),
                    ReceiverMail = table.Column<string>(type: "TEXT", nullable: true),
                    PlacedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Courier = table.Column<string>(type: "TEXT", nullable: true),
                    Waybill = table.Column<string>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Acts = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Orders_Cases_Case",
                        column: x => x.Case,
                        principalTable: "Cases",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OutsideTokens",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Beginning = table.Column<string>(type: "TEXT", nullable: false),
                    Scopes = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RevokedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OutsideTokens", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookEndpoints",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Url = table.Column<string>(type: "TEXT", nullable: false),
                    Types = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedSecret = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedFormerSecret = table.Column<string>(type: "TEXT", nullable: true),
                    FormerUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    DisabledBecause = table.Column<string>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedBy = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookEndpoints", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OrderEvents",
                columns: table => new
                {
                    Order = table.Column<Guid>(type: "TEXT", nullable: false),
                    Serial = table.Column<int>(type: "INTEGER", nullable: false),
                    Move = table.Column<int>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OrderEvents", x => new { x.Order, x.Serial });
                    table.ForeignKey(
                        name: "FK_OrderEvents_Orders_Order",
                        column: x => x.Order,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Endpoint = table.Column<Guid>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", maxLength: 96, nullable: false),
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    LastAttemptAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastStatus = table.Column<int>(type: "INTEGER", nullable: true),
                    LastError = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookDeliveries_WebhookEndpoints_Endpoint",
                        column: x => x.Endpoint,
                        principalTable: "WebhookEndpoints",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Case_Occasion",
                table: "Ratings",
                columns: new[] { "Case", "Occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Messages_Case_Purpose_Channel_Receiver",
                table: "Messages",
                columns: new[] { "Case", "Purpose", "Channel", "Receiver" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Case",
                table: "Orders",
                column: "Case");

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Site_State",
                table: "Orders",
                columns: new[] { "Site", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_Waybill",
                table: "Orders",
                column: "Waybill");

            migrationBuilder.CreateIndex(
                name: "IX_OutsideTokens_Hash",
                table: "OutsideTokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_CreatedAt",
                table: "WebhookDeliveries",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_Endpoint",
                table: "WebhookDeliveries",
                column: "Endpoint");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_Event_Endpoint",
                table: "WebhookDeliveries",
                columns: new[] { "Event", "Endpoint" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OrderEvents");

            migrationBuilder.DropTable(
                name: "OutsideTokens");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "Orders");

            migrationBuilder.DropTable(
                name: "WebhookEndpoints");

            migrationBuilder.DropIndex(
                name: "IX_Ratings_Case_Occasion",
                table: "Ratings");

            migrationBuilder.DropIndex(
                name: "IX_Messages_Case_Purpose_Channel_Receiver",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "Messages");

            migrationBuilder.DropColumn(
                name: "Subject",
                table: "Messages");

            migrationBuilder.RenameColumn(
                name: "Receiver",
                table: "Messages",
                newName: "Phone");

            migrationBuilder.AlterColumn<Guid>(
                name: "Case",
                table: "Messages",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Ratings_Case",
                table: "Ratings",
                column: "Case",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Messages_Case_Purpose",
                table: "Messages",
                columns: new[] { "Case", "Purpose" },
                unique: true);
        }
    }
}
