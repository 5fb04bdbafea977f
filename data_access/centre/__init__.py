"""The data center's own database: its tables read under the contract of the marts, and checked against it."""
