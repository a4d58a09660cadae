using System.Buffers.Binary;
using Google.Protobuf;
using Risk.Intake.V1;

namespace Risk.Benchmarks.Calls;

/// <summary>The message of the call benchmarks: a customer of about 600 bytes, there and back.</summary>
internal static class SampleCustomer
{
    public static RegisterCustomerRequest Request { get; } = new()
    {
        Customer = new()
        {
            LegalName = "Northgate Machine Tools Trading GmbH & Co. KG",
            CountryCode = "DE",
            Region = "Nordrhein-Westfalen",
            Identifiers =
            {
                new Identifier { Scheme = IdentifierScheme.Lei, Value = "XXXX00QF1ZK2M9T4B8R1" },
                new Identifier { Scheme = IdentifierScheme.Vat, Value = "DE136695976", CountryCode = "DE" },
            },
            Industry = new() { IsicSection = "C", Gbt4754Code = "C3411" },
            IncorporatedOn = new() { Value = "1998-04-17" },
            RegisteredCapital = new() { Amount = "2500000", CurrencyCode = "EUR" },
            PaidInCapital = new() { Amount = "2500000", CurrencyCode = "EUR" },
            BusinessScope = "Manufacture of and trade in machine tools, their parts, accessories, and services",
            Headcount = 240,
            MarketShare = new() { Value = "0.04" },
            Segment = "manufacturer",
            Salesperson = "A. Keller",
            ExternalRefs = { new Types.V1.ExternalRef { System = "sap-prod", Id = "0000104711" } },
            Status = CustomerStatus.Active,
            CustomerSince = new() { Value = "2009-11-02" },
        },
    };

    /// <summary>The request as gRPC frames it.</summary>
    public static byte[] Framed()
    {
        var message = Request.ToByteArray();
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    /// <summary>Answers with the customer that came.</summary>
    public static RegisterCustomerResponse Answer(RegisterCustomerRequest request) =>
        new() { Customer = request.Customer, Position = "intake.7.123456.789" };
}
