"""What a symbol says besides the fields of the paper."""

from __future__ import annotations

from degree_verify.normalise.symbol_text import said_besides


def test_address_with_a_name_is_quoted_whole() -> None:
    address = "https://www.chsi.com.cn/xlcx/bg.do?vcode=A123456789BCDEFG&name="

    assert list(said_besides(f"{address}%E6%9D%8E%E5%9B%9B", {"张三"}, in_fields=False)) == [f"{address}李四"]
    assert list(said_besides(f"{address}%E5%BC%A0%E4%B8%89", {"张三"}, in_fields=False)) == []
